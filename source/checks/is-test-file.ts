/** Whether a path is named as tests are, in any of the usual languages, or lies among them. */
export const isTestFile = (file: string): boolean =>
  /(?:^|\/)(?:tests?|spec|__tests__|fixtures)\/|[._-](?:test|spec)\.[^/]+$|(?:^|\/)(?:test_[^/]*|conftest)\.py$|Tests?\.\w+$/.test(
    file,
  )

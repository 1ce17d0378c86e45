import { join } from 'node:path'

/**
 * What git writes goes into `folder` alone, and is found there; what it reads, in the clones and folders of objects too.
 * Nothing of it is kept, so neither waiting for the disk nor compressing would be worth its time.
 */
export const quarantine = (
  folder: string,
  { clones, objects = [] }: { clones: readonly string[]; objects?: readonly string[] },
): Record<string, string> => ({
  GIT_OBJECT_DIRECTORY: folder,
  // In quotes, because a colon divides them.
  GIT_ALTERNATE_OBJECT_DIRECTORIES: [...clones.map((clone) => join(clone, 'objects')), ...objects]
    .map((path) => JSON.stringify(path))
    .join(':'),
  GIT_CONFIG_COUNT: '2',
  ...{ GIT_CONFIG_KEY_0: 'core.fsync', GIT_CONFIG_VALUE_0: 'none' },
  ...{ GIT_CONFIG_KEY_1: 'core.looseCompression', GIT_CONFIG_VALUE_1: '0' },
})

/** The repository that the demo begins with: what a person has before there is a line of code. */
export const sampleFiles: Record<string, string> = {
  'README.md': `# pocket-text

A small library for plain text, made by \`br-tui demo\`. PLAN.md says how it is to be built.
`,
  'package.json': `${JSON.stringify(
    {
      name: 'pocket-text',
      version: '1.0.0',
      private: true,
      type: 'module',
      exports: './src/index.js',
      scripts: { test: 'node --test' },
    },
    null,
    2,
  )}\n`,
}

/** Shared while the streams run, by the one that needs it to be so everywhere. */
export const sharedDecision = 'Every function throws a TypeError when it is given nothing to work on.'

import { describe, expect, it } from 'vitest'
import { changedLines } from '../../../../source/checks/coverage/changed-lines.ts'

describe('changed lines', () => {
  it('are the added ones, by their new numbers', () => {
    const diff = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,4 @@ head
 one
-two
+TWO
+and a half
 three
@@ -10 +11,2 @@
 ten
+eleven
`
    expect(changedLines(diff)).toEqual(new Map([['src/a.ts', [2, 3, 12]]]))
  })

  it('are not taken from a deleted, renamed or binary file', () => {
    const diff = `diff --git a/gone.ts b/gone.ts
deleted file mode 100644
--- a/gone.ts
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/a.ts b/b.ts
similarity index 100%
rename from a.ts
rename to b.ts
diff --git a/x.png b/x.png
Binary files a/x.png and b/x.png differ
`
    expect(changedLines(diff)).toEqual(new Map())
  })

  it('may look like the head of another file', () => {
    const diff = `--- a/a.ts
+++ b/a.ts
@@ -0,0 +1,2 @@
++++ b/other.ts
+@@ -1 +1 @@
\\ No newline at end of file
--- a/b.ts
+++ b/b.ts
@@ -0,0 +1 @@
+x
`
    expect(changedLines(diff)).toEqual(
      new Map([
        ['a.ts', [1, 2]],
        ['b.ts', [1]],
      ]),
    )
  })

  it('may be of a file with any name', () => {
    const diff =
      '--- /dev/null\n+++ "b/\\303\\251 \\"q\\".ts"\n@@ -0,0 +1 @@\n+x\n--- /dev/null\n+++ b/with space.ts\t\n@@ -0,0 +1 @@\n+x\n'
    expect([...changedLines(diff).keys()]).toEqual(['é "q".ts', 'with space.ts'])
  })
})

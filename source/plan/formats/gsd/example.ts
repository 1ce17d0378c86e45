/** For docs/plans.md, and read by a test. */
export const example = {
  file: '.planning/phases/02-shop/02-01-PLAN.md',
  text: `---
phase: 02-shop
plan: 01
type: execute
wave: 1
depends_on: []
files_modified: [src/basket.ts, test/basket.test.ts]
autonomous: true
---

<objective>
The basket.
</objective>

<tasks>

<task type="auto">
  <name>Task 1: Put in, take out and sum</name>
  <files>src/basket.ts</files>
  <action>Write it.</action>
</task>

<task type="auto">
  <name>Task 2: Tests of it</name>
  <files>test/basket.test.ts</files>
  <action>Write them.</action>
</task>

</tasks>
`,
}

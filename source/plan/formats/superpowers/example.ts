/** For docs/plans.md, and read by a test. */
export const example = {
  file: 'docs/superpowers/plans/2026-01-15-shop.md',
  text: `# Shop Implementation Plan

### Task 1: Basket

**Files:**
- Create: \`src/basket.ts\`
- Test: \`test/basket.test.ts\`

- [x] **Step 1: Write the failing test**
- [ ] **Step 2: Write the basket**

### Task 2: Checkout

**Files:**
- Create: \`src/checkout.ts\`
- Modify: \`src/app.ts:10-20\`

- [ ] **Step 1: Write the failing test**
- [ ] **Step 2: Take the sum from the basket of Task 1**
`,
}

/** For docs/plans.md, and read by a test. */
export const example = {
  file: 'openspec/changes/add-shop/tasks.md',
  text: `## 1. Base

- [x] 1.1 Types in \`src/types.ts\`
- [ ] 1.2 Store in \`src/store.ts\`

## 2. Pages

- [ ] 2.1 Basket in \`src/basket.ts\`
- [ ] 2.2 Checkout in \`src/checkout.ts\` (depends on 2.1)
`,
}

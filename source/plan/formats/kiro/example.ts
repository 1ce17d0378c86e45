/** For docs/plans.md, and read by a test. */
export const example = {
  file: '.kiro/specs/shop/tasks.md',
  text: `# Implementation Plan

- [ ] 1. Base
- [x] 1.1 Types in \`src/types.ts\`
  - _Requirements: 1.1_
- [-] 1.2 Store in \`src/store.ts\`
  - _Requirements: 1.2_
  - _Depends: 1.1_

- [ ] 2. Pages
- [ ] 2.1 (P) Basket in \`src/basket.ts\`
  - _Requirements: 2.1_
  - _Boundary: Basket_
- [ ] 2.2 (P) Checkout in \`src/checkout.ts\`
  - _Requirements: 2.2_
  - _Boundary: Checkout_
- [ ]* 2.3 Test of both in \`tests/pages.test.ts\`
`,
}

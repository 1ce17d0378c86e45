/** For docs/plans.md, and read by a test. */
export const example = {
  file: 'PLAN.md',
  text: `# Shop

## Base

- [x] Types that both pages use in \`src/base.ts\`
- [ ] One place for errors in \`src/errors.ts\`

## Pages

- [ ] Basket: put in, take out and sum in \`src/basket.ts\`
  - [ ] Tests of it in \`test/basket.test.ts\`
- [ ] Checkout: address and payment in \`src/checkout.ts\`
- [-] A list of wishes
`,
}

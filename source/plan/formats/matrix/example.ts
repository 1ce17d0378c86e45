/** For docs/plans.md, and read by a test. */
export const example = {
  file: '.buildrunner/builds/BUILD_shop.md',
  text: `# Build: Shop

## Parallelization Matrix

| Phase | Key Files | Can Parallel With | Blocked By |
| --- | --- | --- | --- |
| 1 | src/base.ts | - | - |
| 2 | src/basket.ts | 3 | 1 |
| 3 | src/checkout.ts | 2 | 1 |

### Phase 1: Base (1 day)

**Files:**
- \`src/base.ts\` (NEW)

**Deliverables:**
- [x] Types that both pages use

### Phase 2: Basket (2 days)

**Blocked by:** Phase 1

**Files:**
- \`src/basket.ts\` (NEW)

**Deliverables:**
- [ ] Put in and take out
- [ ] Sum

### Phase 3: Checkout (2 days)

**Blocked by:** Phase 1

**Files:**
- \`src/checkout.ts\` (NEW)

**Deliverables:**
- [ ] Address
- [ ] Payment
`,
}

/** For docs/plans.md, and read by a test. */
export const example = {
  file: 'specs/004-shop/tasks.md',
  text: `# Tasks: Shop

## Phase 1: Foundational

- [x] T001 Types that all stories use, in src/types.ts
- [ ] T002 Store in src/store.ts (depends on T001)

## Phase 2: User Story 1 - Basket (P1)

- [ ] T003 [P] [US1] Test of the basket in tests/basket.test.ts
- [ ] T004 [US1] Basket in src/basket.ts (depends on T003)

## Phase 3: User Story 2 - Checkout (P2)

- [ ] T005 [US2] Checkout in src/checkout.ts

## Dependencies

- **User Story 1**: Can start after Foundational
- **User Story 2**: Can start after Foundational
- T001 blocks T003
`,
}

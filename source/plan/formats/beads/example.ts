/** For docs/plans.md, and read by a test. */
export const example = {
  file: '.beads/issues.jsonl',
  text: `{"id":"shop-1","title":"Pages","status":"open","priority":1,"issue_type":"epic"}
{"id":"shop-2","title":"Basket in src/basket.ts","status":"closed","priority":1,"issue_type":"task","dependencies":[{"issue_id":"shop-2","depends_on_id":"shop-1","type":"parent-child"}]}
{"id":"shop-3","title":"Checkout in src/checkout.ts","status":"in_progress","priority":1,"issue_type":"task","dependencies":[{"issue_id":"shop-3","depends_on_id":"shop-1","type":"parent-child"},{"issue_id":"shop-3","depends_on_id":"shop-2","type":"blocks"}]}
`,
}

/** For docs/plans.md, and read by a test. */
export const example = {
  file: '.taskmaster/tasks/tasks.json',
  text: `{
  "master": {
    "tasks": [
      {
        "id": 1,
        "title": "Base",
        "description": "Types that both pages use, in \`src/base.ts\`",
        "status": "done",
        "dependencies": [],
        "priority": "high",
        "subtasks": []
      },
      {
        "id": 2,
        "title": "Basket",
        "description": "All of \`src/basket.ts\`",
        "status": "pending",
        "dependencies": [1],
        "priority": "medium",
        "subtasks": [
          { "id": 1, "title": "Put in and take out", "status": "pending", "dependencies": [] },
          { "id": 2, "title": "Sum", "status": "pending", "dependencies": [1] }
        ]
      },
      {
        "id": 3,
        "title": "Checkout",
        "description": "All of \`src/checkout.ts\`",
        "status": "pending",
        "dependencies": [1],
        "priority": "medium",
        "subtasks": []
      }
    ]
  }
}
`,
}

import { describe, expect, it } from 'vitest'
import { findStubs } from '../../../../source/checks/gaps/stubs/find-stubs.ts'
import { findMarkers } from '../../../../source/checks/gaps/stubs/todo-comments.ts'
import { findingSchema } from '../../../../source/model/finding.ts'
import { readGrammar } from '../../../../source/runtime/grammars.ts'

const codes = async (file: string, text: string): Promise<string[]> => {
  const { findings, unread } = await findStubs(file, text, { load: readGrammar })
  expect(unread).toBeUndefined()
  return findings.map(({ code, line }) => `${line} ${code}`)
}

/** Code that is a stub, with where and what. */
const STUBS: [name: string, file: string, text: string, ...found: string[]][] = [
  ['a TODO', 'a.py', 'x = 1  # TODO: more\n', '1 todo-comment'],
  [
    'a FIXME in a block of comments',
    'a.ts',
    '/**\n * Fine.\n * FIXME broken\n */\nlet a = 1\n',
    '3 todo-comment',
  ],
  ['pass', 'a.py', 'def save(order):\n    pass\n', '1 empty-body'],
  ['dots', 'a.py', 'class Store:\n    def save(self, order): ...\n', '2 empty-body'],
  ['pass below a docstring', 'a.py', 'def save(order):\n    """Saves it."""\n    pass\n', '1 empty-body'],
  ['NotImplementedError', 'a.py', 'def save(order):\n    raise NotImplementedError\n', '2 not-implemented'],
  [
    'NotImplementedError with text',
    'a.py',
    'class A:\n    def f(self):\n        raise NotImplementedError("later")\n',
    '3 not-implemented',
  ],
  ['NotImplemented given back', 'a.py', 'def save(order):\n    return NotImplemented\n', '2 not-implemented'],
  ['an empty test', 'tests/test_a.py', 'def test_save():\n    pass\n', '1 empty-body'],
  [
    'thrown text',
    'a.ts',
    "export function f(): number {\n  throw new Error('Not implemented')\n}\n",
    '2 not-implemented',
  ],
  [
    'thrown text of an editor',
    'a.ts',
    "class A {\n  f() {\n    throw new Error('Method not implemented.')\n  }\n}\n",
    '3 not-implemented',
  ],
  ['an empty function', 'a.js', 'function save(order) {}\n', '1 empty-body'],
  ['an empty method', 'a.tsx', 'export class Store {\n  save(order: Order) {\n  }\n}\n', '2 empty-body'],
  ['an empty exported arrow', 'a.ts', 'export const save = (order: Order) => {}\n', '1 empty-body'],
  [
    'an empty method of an interface',
    'a.ts',
    'class Orders implements Saves {\n  save() {}\n}\n',
    '2 empty-body',
  ],
  [
    'PHP: thrown text',
    'a.php',
    "<?php\nfunction f() {\n  throw new Exception('Not implemented');\n}\n",
    '3 not-implemented',
  ],
  [
    'PHP: an empty method',
    'a.php',
    '<?php\nclass A {\n  public function save($order) {}\n}\n',
    '3 empty-body',
  ],
  ['PHP: a TODO', 'a.php', '<?php\n// TODO write it\n', '2 todo-comment'],
  [
    'Ruby: NotImplementedError',
    'a.rb',
    "class A\n  def save\n    raise NotImplementedError, 'later'\n  end\nend\n",
    '3 not-implemented',
  ],
  ['Ruby: an empty method', 'a.rb', 'class A\n  def save(order)\n  end\nend\n', '2 empty-body'],
  ['Ruby: a FIXME', 'a.rb', '# FIXME\nx = 1\n', '1 todo-comment'],
  [
    'C#: NotImplementedException',
    'a.cs',
    'class A {\n  int F() => throw new NotImplementedException();\n}\n',
    '2 not-implemented',
  ],
  [
    'C#: NotImplementedException in a property',
    'a.cs',
    'class A {\n  int P {\n    get { throw new System.NotImplementedException(); }\n  }\n}\n',
    '3 not-implemented',
  ],
  ['C#: an empty method', 'a.cs', 'class A {\n  public void Save() { }\n}\n', '2 empty-body'],
  ['Go: panic', 'a.go', 'package a\n\nfunc f() {\n\tpanic("not implemented")\n}\n', '4 not-implemented'],
  [
    'Go: an error given back',
    'a.go',
    'package a\n\nfunc f() (int, error) {\n\treturn 0, errors.New("not implemented")\n}\n',
    '4 not-implemented',
  ],
  ['Go: an empty function', 'a.go', 'package a\n\nfunc save(order Order) {}\n', '3 empty-body'],
  [
    'Java: thrown text',
    'A.java',
    'class A {\n  int f() {\n    throw new UnsupportedOperationException("Not supported yet.");\n  }\n}\n',
    '3 not-implemented',
  ],
  ['Java: an empty method', 'A.java', 'class A {\n  void save() {}\n}\n', '2 empty-body'],
  [
    'Java: a TODO that an editor left',
    'A.java',
    'class A {\n  // TODO Auto-generated method stub\n}\n',
    '2 todo-comment',
  ],
]

/** Code that looks like one and is none. */
const WHOLE: [name: string, file: string, text: string][] = [
  ['a marker in a string', 'a.py', 'x = "TODO: no"\ny = """\n# FIXME\n"""\n'],
  ['a sentence about markers', 'a.ts', '// Finds every TODO of a file, also `TODO: x`.\nlet a = "// TODO"\n'],
  [
    'pass in except and class bodies',
    'a.py',
    'class E(Exception):\n    pass\n\ntry:\n    x()\nexcept E:\n    pass\n',
  ],
  ['abstract methods', 'a.py', 'class A(ABC):\n    @abstractmethod\n    def f(self):\n        pass\n'],
  [
    'abstract methods without ABC',
    'a.py',
    'class A:\n    @abc.abstractmethod\n    def f(self):\n        raise NotImplementedError\n',
  ],
  ['protocols', 'a.py', 'class Saves(Protocol):\n    def save(self) -> None: ...\n'],
  [
    'overloads',
    'a.py',
    '@overload\ndef f(x: int) -> int: ...\n@overload\ndef f(x: str) -> str: ...\ndef f(x):\n    return x\n',
  ],
  [
    'a method that a class below fills',
    'a.py',
    'class Shape:\n    def area(self):\n        raise NotImplementedError\n\nclass Square(Shape):\n    def area(self):\n        return 1\n',
  ],
  [
    'a method left to subclasses',
    'a.py',
    'class Shape:\n    def area(self):\n        raise NotImplementedError("Subclasses write this")\n',
  ],
  [
    'NotImplemented of operators',
    'a.py',
    'class A:\n    def __eq__(self, o):\n        if o is None:\n            return NotImplemented\n        return True\n',
  ],
  [
    'a refused case',
    'a.py',
    'def f(kind):\n    if kind == 1:\n        return 2\n    raise NotImplementedError(kind)\n',
  ],
  ['an empty constructor', 'a.py', 'class A:\n    def __init__(self):\n        pass\n'],
  ['a fallback', 'a.py', 'try:\n    from x import f\nexcept ImportError:\n    def f(y):\n        pass\n'],
  ['an explained pass', 'a.py', 'def close(self):\n    # Nothing is open.\n    pass\n'],
  ['what tests hand on', 'tests/test_a.py', 'def handler(event):\n    pass\n'],
  [
    'callbacks',
    'a.ts',
    'listen(() => {})\npromise.catch(function () {})\nconst ignore = () => {}\nconst o = { save() {} }\n',
  ],
  ['a constructor', 'a.ts', 'class A {\n  constructor(private readonly b: B) {}\n}\n'],
  [
    'abstract and overloaded',
    'a.ts',
    'export abstract class A {\n  abstract f(): void\n  g(): void\n  g(x?: number): void { console.log(x) }\n}\n',
  ],
  ['interfaces', 'a.ts', 'interface A {\n  f(): void\n}\ndeclare function g(): void\n'],
  ['declarations', 'a.d.ts', 'export class A { f(): void } // TODO\n'],
  ['what overrides', 'a.ts', 'class A extends B {\n  override f() {}\n}\n'],
  ['parameters nobody wants', 'a.ts', 'class A {\n  f(_node: Node, _all: Map<A, B>) {}\n}\n'],
  ['an explained body', 'a.ts', 'export function f() {\n  // Windows has no signals.\n}\n'],
  ['no-ops', 'a.ts', 'export const noop = () => {}\nexport function noOp() {}\n'],
  [
    'a refused platform',
    'a.ts',
    "export function f(x: string) {\n  if (x === 'win32') throw new Error('Signals are not implemented on Windows')\n  return 1\n}\n",
  ],
  [
    'PHP: abstract, interface, constructor',
    'a.php',
    '<?php\nabstract class A {\n  abstract function f();\n  public function __construct(private B $b) {}\n}\ninterface I { function g(); }\n',
  ],
  ['PHP: an explained body', 'a.php', '<?php\nfunction f() {\n  // nothing to do\n}\n'],
  ['Ruby: an action', 'a.rb', 'class OrdersController < ApplicationController\n  def index\n  end\nend\n'],
  [
    'Ruby: what a class below fills',
    'a.rb',
    'class Shape\n  def area\n    raise NotImplementedError\n  end\nend\nclass Square < Shape\n  def area = 1\nend\n',
  ],
  [
    'Ruby: initialize, an explained body',
    'a.rb',
    'class A\n  def initialize; end\n  def f\n    # nothing\n  end\nend\n',
  ],
  [
    'C#: abstract, virtual, interface, constructor',
    'a.cs',
    'abstract class A {\n  public A() { }\n  abstract void F();\n}\nclass B {\n  protected virtual void G() { }\n}\ninterface I { void H(); }\n',
  ],
  [
    'C#: never supported',
    'a.cs',
    'class A {\n  int F() { throw new NotSupportedException("read only"); }\n}\n',
  ],
  [
    'Go: a mark of an interface',
    'a.go',
    'package a\n\nfunc (a *A) isNode() {}\nfunc init() {}\nfunc (noopLog) Print(s string) {}\n',
  ],
  ['Go: what is wrong', 'a.go', 'package a\n\nfunc f() error {\n\treturn errors.New("no such file")\n}\n'],
  [
    'Java: abstract, default, override, constructor',
    'A.java',
    'abstract class A {\n  A() {}\n  abstract void f();\n}\ninterface I {\n  default void g() {}\n}\nclass B {\n  @Override public void h() {}\n}\n',
  ],
  [
    'Java: an anonymous class',
    'A.java',
    'class A {\n  Object o = new Adapter() {\n    public void f() {}\n  };\n}\n',
  ],
  [
    'Java: never supported',
    'A.java',
    'class A {\n  int f() { throw new UnsupportedOperationException(); }\n}\n',
  ],
  ['generated code', 'a.go', '// Code generated by x. DO NOT EDIT.\npackage a\n\nfunc f(x int) {}\n'],
  ['a language that is not read', 'a.rs', '// TODO\nfn f() { todo!() }\n'],
]

describe('stubs', () => {
  it.each(STUBS)('are found: %s (%s)', async (_, file, text, ...found) => {
    expect(await codes(file, text)).toEqual(found)
  })

  it.each(WHOLE)('are not seen in %s (%s)', async (_, file, text) => {
    expect(await codes(file, text)).toEqual([])
  })

  it('are told as other findings are, without what is secret', async () => {
    const key = ['sk', 'ant', 'api03', 'q7Zt9LwX2mVbR4kD8sYc'.repeat(5)].join('-')
    const { findings } = await findStubs('a.py', `x = 1\nkey = "${key}"  # TODO: out\n`, {
      load: readGrammar,
    })
    expect(findings).toHaveLength(1)
    expect(findingSchema.parse(findings[0])).toMatchObject({ check: 'gaps', severity: 'warning', line: 2 })
    expect(findings[0]?.excerpt).not.toContain(key)
  })

  it('are told in the order of the file, with columns after wide characters', async () => {
    const { findings } = await findStubs('a.ts', 'function f() {}\n/* 😀 */ x() // TODO: é\n', {
      load: readGrammar,
    })
    expect(findings.map(({ line, column }) => [line, column])).toEqual([
      [1, 10],
      [2, 17],
    ])
  })

  it('are looked for in long names and long lists of parameters without losing the way', async () => {
    const text = `function ${'f'.repeat(5000)}(${'_'.repeat(5000)}, ${'_a: B<C, D>, '.repeat(500)}e) {}\n`
    const { findings } = await findStubs('a.ts', text, { load: readGrammar })
    expect(findings.map(({ code }) => code)).toEqual(['empty-body'])
  })

  it('say so when the time is up', async () => {
    const text = `${'function f(order) { return order }\n'.repeat(5000)}// TODO\n`
    const { unread } = await findStubs('a.ts', text, { load: readGrammar, expired: () => true })
    expect(unread).toBe('Reading a.ts took too long.')
  })
})

it('markers are found where they begin', () => {
  const at = (comment: string) => findMarkers(comment).map((offset) => comment.slice(offset, offset + 5))
  expect(at('/*\n * TODO: a\n * b\n * @todo c\n * FIXME(me): d\n */')).toEqual(['TODO:', 'FIXME'])
  expect(at('# fine. TODO: more')).toEqual(['TODO:'])
  expect(at('// TODOS are kept in TODO.md')).toEqual([])
})

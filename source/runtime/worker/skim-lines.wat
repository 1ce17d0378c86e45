;; The loops that see every byte of every output, sixteen bytes or four places at a time. What they do not let pass is
;; looked at by scan-lines.ts, which says what they may let pass: skim-lines.ts tells how the two go together.
;; `npm run docs` puts it into skim-lines.wasm.ts.
;;
;; Memory, in bytes:
;;       0  classes  256, one for each byte: as the prefilter's, 0 for all that is in none of its words
;;     256  pairs    64 Ki bits: which byte may follow which one within a word
;;    8448  marks    16 bits each: places, counted from the input's beginning, whose line wants a closer look
;;   61440  input    32 KiB, and as much as is read too far
;;   98304  next     32 bits each: the prefilter's table; negative where a word has ended
;;          behind   while it is made ready: the words, twice
(module
  (memory (export "memory") 2)
  (global $marks (export "marks") (mut i32) (i32.const 0))

  (func $mark (param $at i32)
    (i32.store16 offset=8448 (i32.shl (global.get $marks) (i32.const 1)) (i32.sub (local.get $at) (i32.const 61440)))
    (global.set $marks (i32.add (global.get $marks) (i32.const 1))))

  ;; The place of the `m` that ends a colour code, or -1. It may lie behind the input's end.
  (func $colourEnd (param $at i32) (result i32)
    (local $character i32) (local $digits i32) (local $isBegun i32) (local $parameters i32)
    (if (i32.ne (i32.load8_u offset=1 (local.get $at)) (i32.const 0x5b)) (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (local.set $parameters (i32.const 1))
    (loop $next
      (local.set $character (i32.load8_u (local.get $at)))
      (if (i32.eq (local.get $character) (i32.const 0x6d)) (then (return (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      ;; 0 to 9
      (if (i32.lt_u (i32.sub (local.get $character) (i32.const 0x30)) (i32.const 10)) (then
        (local.set $isBegun (i32.const 1))
        (local.set $digits (i32.add (local.get $digits) (i32.const 1)))
        (br_if $next (i32.le_u (local.get $digits) (i32.const 3)))
        (return (i32.const -1))))
      ;; : and ;
      (if (i32.eq (i32.and (local.get $character) (i32.const 0xfe)) (i32.const 0x3a)) (then
        (local.set $digits (i32.const 0))
        (local.set $parameters (i32.add (local.get $parameters) (i32.const 1)))
        (br_if $next (i32.and (local.get $isBegun) (i32.le_u (local.get $parameters) (i32.const 16)))))))
    (i32.const -1))

  ;; The place of the last byte of a character beyond ASCII, or -1: it is none, or none that may be shown.
  (func $wideEnd (param $at i32) (param $first i32) (result i32)
    (local $byte i32) (local $code i32) (local $more i32) (local $end i32)
    (if (i32.or (i32.lt_u (local.get $first) (i32.const 0xc2)) (i32.gt_u (local.get $first) (i32.const 0xf4)))
      (then (return (i32.const -1))))
    (local.set $more (i32.add (i32.const 1) (i32.add
      (i32.ge_u (local.get $first) (i32.const 0xe0))
      (i32.ge_u (local.get $first) (i32.const 0xf0)))))
    (local.set $code (i32.and (local.get $first) (i32.shr_u (i32.const 0x3f) (local.get $more))))
    (local.set $end (i32.add (local.get $at) (local.get $more)))
    (loop $next
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.ne (i32.and (local.get $byte) (i32.const 0xc0)) (i32.const 0x80)) (then (return (i32.const -1))))
      (local.set $code (i32.or (i32.shl (local.get $code) (i32.const 6)) (i32.and (local.get $byte) (i32.const 0x3f))))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    ;; C1, or longer than it need be, or beyond Unicode
    (if (i32.lt_u (local.get $code) (i32.const 0xa0)) (then (return (i32.const -1))))
    (if (i32.and (i32.eq (local.get $more) (i32.const 2)) (i32.lt_u (local.get $code) (i32.const 0x800)))
      (then (return (i32.const -1))))
    (if (i32.and (i32.eq (local.get $more) (i32.const 3))
        (i32.gt_u (i32.sub (local.get $code) (i32.const 0x10000)) (i32.const 0xfffff)))
      (then (return (i32.const -1))))
    ;; 2028 to 202e, 2066 to 2069, d800 to dfff
    (if (i32.or
        (i32.or
          (i32.le_u (i32.sub (local.get $code) (i32.const 0x2028)) (i32.const 6))
          (i32.le_u (i32.sub (local.get $code) (i32.const 0x2066)) (i32.const 3)))
        (i32.le_u (i32.sub (local.get $code) (i32.const 0xd800)) (i32.const 0x7ff)))
      (then (return (i32.const -1))))
    (local.get $end))

  ;; The place behind the last line of text and colours. Marks where a colour may stand within a word.
  (func $lines (param $end i32) (param $longest i32) (result i32)
    (local $block i32) (local $lineStart i32) (local $at i32) (local $byte i32) (local $last i32)
    (local $codeEnd i32) (local $before i32) (local $pair i32) (local $bytes v128)
    ;; a bit for each byte of the block that is no plain ASCII and still to be looked at
    (local $special i32)
    (local.set $block (i32.const 61440))
    (local.set $lineStart (i32.const 61440))
    (block $done
      (loop $nextBlock
        (br_if $done (i32.ge_u (local.get $block) (local.get $end)))
        (local.set $bytes (v128.load (local.get $block)))
        ;; signed: what is beyond ASCII is less than a blank, too
        (local.set $special (i8x16.bitmask (v128.or
          (i8x16.lt_s (local.get $bytes) (i8x16.splat (i32.const 0x20)))
          (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x7f))))))
        (loop $nextSpecial
          (if (local.get $special) (then
            (local.set $at (i32.add (local.get $block) (i32.ctz (local.get $special))))
            (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $byte (i32.load8_u (local.get $at)))
            (if (i32.eq (local.get $byte) (i32.const 0x0a)) (then
              (br_if $done (i32.gt_u (i32.sub (local.get $at) (local.get $lineStart)) (local.get $longest)))
              (local.set $lineStart (i32.add (local.get $at) (i32.const 1)))
              (local.set $special (i32.and (local.get $special) (i32.sub (local.get $special) (i32.const 1))))
              (br $nextSpecial)))
            (if (i32.eq (local.get $byte) (i32.const 0x1b))
              (then
                ;; Directly behind another code, what stood before that one stands before this.
                (if (i32.ne (local.get $at) (local.get $codeEnd))
                  (then (local.set $before (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))))
                (local.set $last (call $colourEnd (local.get $at)))
                ;; unsigned, so -1 is behind every end
                (br_if $done (i32.ge_u (local.get $last) (local.get $end)))
                (local.set $pair (i32.or
                  (i32.shl (local.get $before) (i32.const 8))
                  (i32.load8_u offset=1 (local.get $last))))
                (if (i32.and (i32.const 1) (i32.shr_u
                    (i32.load8_u offset=256 (i32.shr_u (local.get $pair) (i32.const 3)))
                    (i32.and (local.get $pair) (i32.const 7))))
                  (then (call $mark (local.get $last))))
                (local.set $codeEnd (i32.add (local.get $last) (i32.const 1))))
              (else
                (local.set $last (call $wideEnd (local.get $at) (local.get $byte)))
                (br_if $done (i32.ge_u (local.get $last) (local.get $end)))))
            (local.set $last (i32.add (local.get $last) (i32.const 1)))
            (if (i32.ge_u (i32.sub (local.get $last) (local.get $block)) (i32.const 16)) (then
              (local.set $block (local.get $last))
              (br $nextBlock)))
            (local.set $special (i32.and (local.get $special)
              (i32.shl (i32.const -1) (i32.sub (local.get $last) (local.get $block)))))
            (br $nextSpecial))))
        (local.set $block (i32.add (local.get $block) (i32.const 16)))
        (br $nextBlock)))
    (local.get $lineStart))

  ;; Marks every place where a word ends. Each step of the table waits for the one before, so four quarters are gone
  ;; over at once, each with the 7 bytes before it that a word in it may have begun in.
  (func $words (param $end i32)
    (local $quarter i32) (local $half i32) (local $at i32) (local $stop i32)
    (local $state0 i32) (local $state1 i32) (local $state2 i32) (local $state3 i32)
    (local.set $quarter (i32.shr_u (i32.sub (local.get $end) (i32.const 61437)) (i32.const 2)))
    (local.set $half (i32.shl (local.get $quarter) (i32.const 1)))
    (local.set $at (i32.const 61433))
    (local.set $stop (i32.add (local.get $quarter) (i32.const 61440)))
    (loop $next
      (local.set $state0 (i32.load offset=98304 (i32.shl
        (i32.add (local.get $state0) (i32.load8_u (i32.load8_u (local.get $at))))
        (i32.const 2))))
      (local.set $state1 (i32.load offset=98304 (i32.shl
        (i32.add (local.get $state1) (i32.load8_u (i32.load8_u (i32.add (local.get $at) (local.get $quarter)))))
        (i32.const 2))))
      (local.set $state2 (i32.load offset=98304 (i32.shl
        (i32.add (local.get $state2) (i32.load8_u (i32.load8_u (i32.add (local.get $at) (local.get $half)))))
        (i32.const 2))))
      (local.set $state3 (i32.load offset=98304 (i32.shl
        (i32.add (local.get $state3) (i32.load8_u (i32.load8_u (i32.add (i32.add (local.get $at) (local.get $half)) (local.get $quarter)))))
        (i32.const 2))))
      (if (i32.lt_s
          (i32.or
            (i32.or (local.get $state0) (local.get $state1))
            (i32.or (local.get $state2) (local.get $state3)))
          (i32.const 0))
        (then
          (if (i32.lt_s (local.get $state0) (i32.const 0)) (then
            (call $mark (local.get $at))
            (local.set $state0 (i32.const 0))))
          (if (i32.lt_s (local.get $state1) (i32.const 0)) (then
            (call $mark (i32.add (local.get $at) (local.get $quarter)))
            (local.set $state1 (i32.const 0))))
          (if (i32.lt_s (local.get $state2) (i32.const 0)) (then
            (call $mark (i32.add (local.get $at) (local.get $half)))
            (local.set $state2 (i32.const 0))))
          (if (i32.lt_s (local.get $state3) (i32.const 0)) (then
            (call $mark (i32.add (i32.add (local.get $at) (local.get $half)) (local.get $quarter)))
            (local.set $state3 (i32.const 0))))
        ))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $stop)))))

  ;; Writes -1 into the table wherever a word has ended.
  (func (export "prepare") (param $length i32) (param $words i32)
    (local $at i32)
    (loop $next
      (if (i32.ge_u (i32.load offset=98304 (local.get $at)) (local.get $words))
        (then (i32.store offset=98304 (local.get $at) (i32.const -1))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (i32.shl (local.get $length) (i32.const 2))))))

  ;; Sets the bit of every byte with the one after it, in capitals or not: the same text lies at `small` and `capital`.
  (func (export "markPairs") (param $small i32) (param $capital i32) (param $length i32)
    (local $at i32)
    (local.set $at (i32.const 1))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $length)) (then
        (call $markPair (i32.add (local.get $small) (local.get $at)) (i32.add (local.get $small) (local.get $at)))
        (call $markPair (i32.add (local.get $capital) (local.get $at)) (i32.add (local.get $small) (local.get $at)))
        (call $markPair (i32.add (local.get $small) (local.get $at)) (i32.add (local.get $capital) (local.get $at)))
        (call $markPair (i32.add (local.get $capital) (local.get $at)) (i32.add (local.get $capital) (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))))

  ;; That of the byte before `first` with the one at `second`.
  (func $markPair (param $first i32) (param $second i32)
    (local $pair i32) (local $place i32)
    (local.set $pair (i32.or
      (i32.shl (i32.load8_u (i32.sub (local.get $first) (i32.const 1))) (i32.const 8))
      (i32.load8_u (local.get $second))))
    (local.set $place (i32.shr_u (local.get $pair) (i32.const 3)))
    (i32.store8 offset=256 (local.get $place) (i32.or
      (i32.load8_u offset=256 (local.get $place))
      (i32.shl (i32.const 1) (i32.and (local.get $pair) (i32.const 7))))))

  ;; The place behind the last line that is text and colours and nothing else; a longer one than `longest` is none. Lines
  ;; before it that have no mark hold no word.
  (func (export "skim") (param $end i32) (param $longest i32) (result i32)
    (global.set $marks (i32.const 0))
    (local.set $end (call $lines (local.get $end) (local.get $longest)))
    (if (i32.gt_u (local.get $end) (i32.const 61440)) (then (call $words (local.get $end))))
    (local.get $end))

  (func (export "countLines") (param $end i32) (result i32)
    (local $at i32) (local $count i32)
    (local.set $at (i32.const 61440))
    ;; The last block may be a part of one.
    (v128.store (local.get $end) (v128.const i32x4 0 0 0 0))
    (loop $next
      (local.set $count (i32.add (local.get $count) (i32.popcnt (i8x16.bitmask
        (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 0x0a)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $count))
)

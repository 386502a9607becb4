'use strict';
// Random programs that are the same in both languages; `_programs.py` is its twin.
const { trace, turns } = require('./_trace');

class Random {
  constructor(seed) {
    this.state = seed;
    for (let i = 0; i < 3; i++) this.below(2);
    this.chunks = 0;
  }

  // A whole number from 0 to limit - 1.
  below(limit) {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return (this.state >>> 16) % limit;
  }

  pick(...choices) {
    return choices[this.below(choices.length)];
  }

  // Text of one to five letters, others than the last.
  text() {
    const letter = String.fromCharCode(97 + this.chunks++ % 26);
    return letter.repeat(1 + this.below(5));
  }

  // Calls `call` now, in a tick or in a check phase.
  soon(call) {
    const when = this.pick('now', 'tick', 'check');
    if (when === 'now') call();
    else if (when === 'tick') process.nextTick(call);
    else setImmediate(call);
  }
}

// Runs each program to its end, one after another: `make(random, begin)` calls `begin(step, over)`
// with a function that does one random step, and one for the end. After `steps` of them, in ticks
// or some turns of the loop after one another, and ten turns more, a program is over.
function programs(count, steps, make, slow = false) {
  const first = Number(process.env.PARITY_FIRST || 1);
  program(first, first + Number(process.env.PARITY_COUNT || count), steps, make, slow);
}

function program(seed, end, steps, make, slow) {
  if (seed === end) return;
  trace('program', seed);
  const random = new Random(seed);
  const begin = (step, over = () => {}) => {
    const next = (left) => {
      if (left === 0) {
        turns(10, () => {
          over();
          turns(10, () => program(seed + 1, end, steps, make, slow));
        });
        return;
      }
      try {
        step();
      } catch (error) {
        trace('throws', error);
      }
      if (random.below(3) && !slow) process.nextTick(next, left - 1);
      else turns(3, () => next(left - 1));
    };
    next(steps);
  };
  make(random, begin);
}

module.exports = { programs };

'use strict';
// Runs the programs of a file, one after another, and prints a line for each; `programs.py` is
// its twin. A program is a list of steps: ['set', id, delay, steps of its callback], and so on.
const fs = require('node:fs');
const net = require('node:net');

const MOST = 80; // words of a line: what a program does after that is not told
const programs = JSON.parse(fs.readFileSync(process.argv[2], 'utf-8'));
let number = -1;
let words = [];
let things = new Map();

function run(steps) {
  for (const [name, ...rest] of steps) STEPS[name](...rest);
}

function say(word) {
  if (words.length < MOST) words.push(word);
}

// What a callback does: nothing if its program is over. A timer comes seven times at most.
function callback(letter, id, steps, most = 7) {
  const mine = number;
  let calls = 0;
  return () => {
    calls++;
    const timer = things.get(id);
    if (mine !== number || words.length >= MOST || calls > most) {
      if (mine === number && letter === 't') clearTimeout(timer);
      return;
    }
    say(letter + id);
    run(steps);
  };
}

function keep(id, thing) {
  clearTimeout(things.get(id)); // an id is that of one thing
  things.set(id, thing);
}

const STEPS = {
  set: (id, delay, steps) => keep(id, setTimeout(callback('t', id, steps), delay)),
  loose: (id, delay, steps) => keep(id, setTimeout(callback('t', id, steps), delay).unref()),
  beat: (id, delay, steps, most) => keep(id, setInterval(callback('t', id, steps, most), delay)),
  idle: (id, delay, steps) => {
    const socket = new net.Socket();
    socket.setTimeout(delay, callback('s', id, steps));
  },
  soon: (id, steps) => keep(id, setImmediate(callback('i', id, steps))),
  tick: (id, steps) => process.nextTick(callback('k', id, steps)),
  clear: (id) => {
    const thing = things.get(id);
    if (thing !== undefined && thing.refresh) clearTimeout(thing);
    else clearImmediate(thing);
  },
  refresh: (id) => things.get(id)?.refresh?.(),
  ref: (id) => things.get(id)?.ref(),
  unref: (id) => things.get(id)?.unref(),
  has: (id) => { if (things.has(id)) say(`h${id}${things.get(id).hasRef()}`); },
  count: () => say(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length),
  busy: (microseconds) => fs.accessSync(`/clock/${microseconds}`),
  throw: () => { throw new Error('of a program'); },
};

process.on('uncaughtException', (error) => {
  if (error.message !== 'of a program') {
    console.error(error);
    process.exit(1);
  }
  say('x');
});

process.on('beforeExit', () => {
  if (number >= 0) console.log(words.join(' '));
  if (++number === programs.length) return;
  words = [];
  things = new Map();
  setTimeout(() => run(programs[number]), 5);
});

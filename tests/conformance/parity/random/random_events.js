'use strict';
// Random programs of an emitter: listeners that add, remove and emit while they are called.
const { programs } = require('../_programs');
const { EventEmitter, trace } = require('../_trace');

function make(random, begin) {
  const emitter = new EventEmitter();
  const names = ['a', 'b', 'error', 'newListener', 'removeListener'];
  const name = () => names[random.below(random.pick(2, 2, names.length))];
  const show = (value) => {
    if (typeof value !== 'function') return value;
    return value.listener ? `once ${value.listener.label}` : value.label;
  };
  let depth = 0;
  let made = 0;
  const listeners = [];
  function listener() {
    const number = made++;
    const acts = random.below(4) === 0;
    const called = (...all) => {
      trace('calls', number, ...all.map(show));
      if (acts && depth < 2) {
        depth++;
        try {
          step();
        } finally {
          depth--;
        }
      }
    };
    called.label = `l${number}`;
    listeners.push(called);
    return called;
  }
  const some = () => (listeners.length && random.below(3) ? listeners[random.below(listeners.length)] : listener());
  const steps = [
    () => emitter.on(name(), some()),
    () => emitter.once(name(), some()),
    () => emitter.prependListener(name(), some()),
    () => emitter.prependOnceListener(name(), some()),
    () => emitter.off(name(), some()),
    () => emitter.off(name(), some()),
    () => trace('emits', emitter.emit(name(), ...['x', 'y', 'z', 'w'].slice(random.below(5)))),
    () => trace('emits', emitter.emit(name(), 'x')),
    () => trace('emits', emitter.emit(name())),
    () => trace('raw', emitter.rawListeners(name()).map(show)),
    () => trace('listeners', emitter.listeners(name()).map(show)),
    () => trace('names', emitter.eventNames()),
    () => { if (random.below(3) === 0) emitter.removeAllListeners(name()); },
    () => { if (random.below(6) === 0) emitter.removeAllListeners(); },
  ];
  function step() {
    const which = random.below(steps.length);
    trace('step', which);
    try {
      steps[which]();
    } catch (error) {
      trace('throws', error);
    }
    trace(names.map((name) => emitter.listenerCount(name)));
  }
  begin(step);
}
programs(60, 20, make);

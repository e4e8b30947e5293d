// The time of day as one server sees it, moved forward by a journey. The binary stays the real one (see clock.c).
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export class Clock {
  constructor(folder) {
    const library = join(folder, 'clock.so');
    execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, join(import.meta.dirname, 'clock.c')]);
    this.file = join(folder, 'clock-ahead');
    this.set(0);
    this.environment = { LD_PRELOAD: library, CLOCK_AHEAD: this.file };
  }

  set(ahead) {
    this.ahead = ahead;
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(ahead));
    writeFileSync(this.file, bytes, { flag: this.environment ? 'r+' : 'w' }); // the server has the file mapped: no new one
  }

  now() {
    return Date.now() + this.ahead;
  }

  // Goes on to an instant; never back.
  goTo(instant) {
    this.set(Math.max(this.ahead, instant - Date.now()));
  }
}

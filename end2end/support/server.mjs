// Starts, stops and restarts the real server on a data folder of its own.
import { spawn, execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';

export const BIN = process.env.HOITHI_BIN || '../target/debug/hoithi';

export function environment(dataDir, addr) {
  return { ...process.env, HOITHI_DATA_DIR: dataDir, DATABASE_URL: `sqlite://${dataDir}/hoithi.db`, HOITHI_ADDR: addr,
    LEPTOS_OUTPUT_NAME: 'hoithi', LEPTOS_SITE_PKG_DIR: 'pkg' };
}

export function command(dataDir, ...args) {
  return execFileSync(BIN, args, { env: environment(dataDir, '127.0.0.1:0'), encoding: 'utf8' });
}

export class Server {
  // With a clock of its own, or the machine's.
  constructor(dataDir, clock) {
    this.dataDir = dataDir;
    this.clock = clock;
    this.addr = '127.0.0.1:0';
    this.log = [];
  }

  // Resolves when the server says where it listens.
  async start() {
    this.process = spawn(BIN, ['serve'], { env: { ...environment(this.dataDir, this.addr), ...this.clock?.environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: this.process.stderr }).on('line', (line) => this.log.push(line));
    const said = createInterface({ input: this.process.stdout });
    this.url = await new Promise((resolve, reject) => {
      said.on('line', (line) => {
        const found = line.match(/http:\/\/[\d.:]+/);
        if (found) resolve(found[0]);
      });
      this.process.on('exit', (code) => reject(new Error(`server ended with ${code}:\n${this.log.slice(-20).join('\n')}`)));
    });
    this.addr = new URL(this.url).host; // a restart comes back at the same address
    return this.url;
  }

  // Kills without a word, like a power cut of the process.
  async kill() {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await gone;
  }

  async stop() {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await gone;
  }
}

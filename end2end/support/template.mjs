// Once for all journeys: a database with the demo. Each worker copies it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './server.mjs';

export default function template() {
  const folder = mkdtempSync(join(tmpdir(), 'hoithi-template-'));
  command(folder, 'migrate');
  process.env.HOITHI_TEMPLATE = folder;
  process.env.HOITHI_DEMO_TEXT = command(folder, 'demo');
}

// Once for all journeys: a database with the demo, which each of them copies, and an empty folder for pictures.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './server.mjs';

export const SHOTS = join(import.meta.dirname, '../output/screenshots');

export default function template() {
  rmSync(SHOTS, { recursive: true, force: true });
  mkdirSync(SHOTS, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'hoithi-template-'));
  command(folder, 'migrate');
  process.env.HOITHI_TEMPLATE = folder;
  process.env.HOITHI_DEMO_TEXT = command(folder, 'demo');
}

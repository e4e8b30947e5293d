// The demo's question banks (contests/banks), which a committee can import as they are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../contests/banks');

export const bankText = (topic) => readFileSync(join(FOLDER, `${topic.replaceAll('_', '-')}.toml`), 'utf8');

// Fields whose values are written as in JSON: every question is a few lines of `name = value`.
const read = (block, name) => JSON.parse(block.match(new RegExp(`^${name} = (.+)$`, 'm'))[1]);

export function questionsOf(topics) {
  const blocks = topics.flatMap((topic) => bankText(topic).split('[[question]]').slice(1));
  return blocks.map((block) => Object.fromEntries(['code', 'topic', 'kind', 'stem', 'options', 'correct']
    .map((name) => [name, read(block, name)])));
}

// Stem of each question to what is right in it.
export function keyOf(topics) {
  return new Map(questionsOf(topics).map(({ code, kind, stem, options, correct }) =>
    [stem, { code, several: kind === 'multiple_choice', right: new Set(correct.map((place) => options[place])) }]));
}

// A question as a row of the template the product hands out.
export function rowOf({ code, topic, stem, options, correct, kind }, right = correct) {
  const eight = Array.from({ length: 8 }, (_, place) => options[place] ?? '');
  const letters = right.map((place) => String.fromCharCode(65 + place)).join(', ');
  const words = { multiple_choice: 'Nhiều đáp án', true_false: 'Đúng/Sai' }[kind] ?? '';
  return [code, topic, '', stem, ...eight, letters, '', '', '', '', words];
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type StatechartName, statecharts } from '../machines/catalogue.ts';
import { describeMatrix, faultMatrix } from '../shop/matrix.ts';
import { minimalPages } from '../shop/pages.ts';
import { drawStatechart } from '../simulation/model/draw.ts';
import { mermaidOf } from '../simulation/model/mermaid.ts';
import { listModel } from './model-list.ts';
import { charts, makeFolder, names, sampleConfig } from './model-parts.ts';
import { testCommand } from './model-test.ts';
import { configOrStop } from './start.ts';
import { settle } from './turns.ts';

async function draw({ out, check }: { out: string; check?: boolean }): Promise<void> {
  makeFolder(out);
  for (const [name, machine] of Object.entries(statecharts)) {
    const pictures = { svg: await drawStatechart(name, machine), mmd: mermaidOf(name, machine) };
    for (const [kind, text] of Object.entries(pictures)) {
      const file = join(out, `${name}.${kind}`);
      if (!check) {
        writeFileSync(file, text);
        console.log(file);
      } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
        throw new Error(`${file} is not what the statechart draws now; run madoguchi model draw`);
      }
    }
  }
}

async function matrix({ out, check }: { out: string; check?: boolean }): Promise<void> {
  const config = configOrStop(sampleConfig);
  const text = describeMatrix(await faultMatrix({ config, pages: minimalPages, settle }));
  if (!check) writeFileSync(out, text);
  else if (!existsSync(out) || readFileSync(out, 'utf8') !== text)
    throw new Error(`${out} is not what happens now; run madoguchi model matrix`);
  console.log(out);
}

export const modelCommand = (): Command =>
  new Command('model')
    .description('the statecharts: walked, drawn, listed')
    .addCommand(testCommand())
    .addCommand(
      new Command('draw')
        .description('write the statecharts as SVG and as Mermaid')
        .option('--out <folder>', 'where to', 'docs/statecharts')
        .option('--check', 'only compare; fail when they differ')
        .action(draw),
    )
    .addCommand(
      new Command('list')
        .description('states, events, delays, guards, actors and invariants')
        .option('--only <statecharts>', 'only these, e.g. payment,delivery', names<StatechartName>(charts))
        .option('--json', 'as JSON')
        .action(listModel),
    )
    .addCommand(
      new Command('matrix')
        .description('let every fault befall a visit at every moment, and write down what becomes of everybody')
        .option('--out <file>', 'where to', 'docs/fault-matrix.md')
        .option('--check', 'only compare; fail when it differs')
        .action(matrix),
    );

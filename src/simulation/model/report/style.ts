/** The report's look: nothing is fetched, and it prints. */
export const style = `
:root { color-scheme: light; font-family: 'BIZ UDPGothic', 'Noto Sans JP', 'Helvetica Neue', Arial, sans-serif; color: #1a1a1c; }
* { box-sizing: border-box; }
body { margin: 0; background: #f8f8fb; line-height: 1.6; }
main { max-width: 1400px; margin: 0 auto; padding: 24px 32px 80px; }
h1 { font-size: 26px; margin: 8px 0 16px; }
h2 { font-size: 20px; margin: 44px 0 12px; padding-bottom: 6px; border-bottom: 2px solid #0017c1; }
h3 { font-size: 16px; margin: 28px 0 8px; }
p.note { color: #626264; margin: 4px 0 12px; }
.verdict { border-radius: 12px; padding: 18px 24px; font-size: 20px; font-weight: bold; border: 3px solid; }
.verdict.good { background: #e6f5ec; border-color: #197a4b; color: #115a36; }
.verdict.bad { background: #ffe4e4; border-color: #ce0000; color: #a90000; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; margin: 16px 0 8px; }
.tile { background: #fff; border: 1px solid #d8d8db; border-radius: 12px; padding: 12px 16px; }
.tile b { display: block; font-size: 24px; }
.tile.bad { border: 3px solid #ce0000; color: #ce0000; }
table { border-collapse: collapse; background: #fff; font-size: 14px; }
th, td { border: 1px solid #d8d8db; padding: 6px 10px; text-align: left; vertical-align: top; }
thead th { background: #f1f1f4; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.bad { background: #ffe4e4; color: #ce0000; font-weight: bold; }
code { font-family: 'Noto Sans Mono', 'DejaVu Sans Mono', monospace; font-size: 13px; }
.wide { overflow: auto; width: fit-content; max-width: 100%; background: #fff; border: 1px solid #d8d8db; border-radius: 8px; }
.wide > table { border: 0; }
.wide svg { display: block; }
.wide.fit svg, .fit:checked ~ .wide svg { max-width: 100%; height: auto; }
ol.way { margin: 0; padding-left: 22px; }
table.events { font-size: 12px; }
table.events thead th { height: 180px; vertical-align: bottom; padding: 6px 4px; }
table.events thead span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
table.events tbody th { white-space: nowrap; font-weight: normal; position: sticky; left: 0; background: #f8f8fb; }
table.events td { text-align: center; padding: 3px 6px; }
td.handled { background: #c5d7fb; color: #0017c1; }
td.ignored { color: #626264; }
td.fault { background: #ce0000; color: #fff; font-weight: bold; text-align: left; }
ol.reasons { color: #414143; font-size: 13px; margin: 8px 0 0; }
.legend { display: flex; flex-wrap: wrap; gap: 14px; margin: 8px 0 12px; font-size: 13px; align-items: center; }
.legend span { display: inline-flex; align-items: center; gap: 6px; }
.legend i { width: 26px; height: 16px; border-radius: 4px; display: inline-block; }
details { margin: 8px 0; }
summary { cursor: pointer; font-weight: bold; padding: 6px 0; }
nav { display: flex; flex-wrap: wrap; gap: 8px 18px; margin: 12px 0; }
a { color: #0017c1; }
@media print { .wide { overflow: visible; } .wide svg { max-width: 100%; height: auto; } }
`;

/** The look of the page: light or dark as the reader's system is, without a script. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--card:#f5f6f8;--ink:#1b1f24;--quiet:#545b64;--line:#c9ced6;--good:#166b2c;--bad:#b3261e;--warn:#7a4b00;--link:#0b57a4;--focus:#0b57a4}
@media(prefers-color-scheme:dark){:root{--ground:#14171b;--card:#1e2329;--ink:#e8eaed;--quiet:#a9b1bb;--line:#3b434d;--good:#7bd88f;--bad:#ff8f85;--warn:#f2c14e;--link:#8ab8ff;--focus:#8ab8ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.6rem;overflow-wrap:anywhere}h2{margin:2rem 0 .5rem;font-size:1.25rem}h3{display:inline;font-size:1.05rem}h4{margin:.5rem 0;font-size:1rem}
a{color:var(--link)}code,pre,.timeline,.finding td{font-family:ui-monospace,monospace;font-size:.875rem;overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:1rem;background:var(--ground);padding:.5rem}
.verdict{display:inline-block;margin:.5rem 0;padding:.15rem .75rem;border:2px solid;border-radius:1rem;font-weight:700}
.verdict.pass,.reached .state,.card.pass .mark{color:var(--good)}.verdict.fail,.held-back .state,.card.fail .mark,.problems{color:var(--bad)}
.card.baselined .mark,.survived,.never-acted,.crashed{color:var(--warn)}.card.not-applicable .mark,.small,.not-checked .state{color:var(--quiet)}
.small{font-size:.875rem}.why{white-space:pre-wrap;overflow-wrap:anywhere}
.facts{margin:.5rem 0}.facts div{display:flex;gap:.75rem}.facts dt{min-width:8rem;color:var(--quiet)}.facts dd{margin:0;overflow-wrap:anywhere}
.next,.failure{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.25rem 1rem 1rem;margin:1rem 0}.next h2{margin-top:.75rem}
.tiers{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem;list-style:none;padding:0}
.tiers li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem}.tiers p{margin:.25rem 0;font-size:.875rem;overflow-wrap:anywhere;max-height:8rem;overflow:auto}
.family{border-top:1px solid var(--line);padding:.35rem 0}summary{cursor:pointer;padding:.2rem 0}
.cards{list-style:none;padding:0 0 0 1rem;margin:.25rem 0}.mark{display:inline-block;min-width:7.5rem;font-weight:600}
.filter{border:1px solid var(--line);border-radius:.5rem;display:flex;flex-wrap:wrap;gap:1.25rem;margin:.5rem 0 1rem}
body:has(input[value=fail]:checked) .card:not(.fail),body:has(input[value=not-passed]:checked) .card:is(.pass,.not-applicable){display:none}
.scroll{overflow:auto;max-height:32rem;border:1px solid var(--line);border-radius:.25rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--quiet);padding:.25rem .5rem}
th,td{border-bottom:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}thead th{position:sticky;top:0;background:var(--card)}
.timeline{table-layout:fixed;min-width:56rem}.timeline th:first-child{width:5rem}.timeline td{white-space:pre-wrap}.timeline .at{text-align:right;color:var(--quiet)}
pre{white-space:pre-wrap;padding:.5rem;margin:.5rem 0}
@media print{details>*{display:block}.filter,.skip{display:none}}
`;

/** The page, for handlebars with escaping on: whatever a venue or a connector said stands in it as text. */
export const HTML_TEMPLATE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{name}}: {{verdictText}} · VenueKit conformance</title>
<style>{{style}}</style>
</head>
<body>
<a class="skip" href="#cards">Skip to the cards</a>
<header>
<h1>{{name}}</h1>
<p class="verdict {{verdict}}">{{verdictText}}</p>
<dl class="facts">{{#each facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/each}}</dl>
{{#if problems}}<ul class="problems">{{#each problems}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
{{#with next}}<section class="next" aria-labelledby="next"><h2 id="next">Next step: {{unmet}}</h2><p>{{what}}</p>
<dl class="facts">{{#if file}}<div><dt>Open</dt><dd><code>{{file}}</code></dd></div>{{/if}}{{#if member}}<div><dt>Member</dt><dd><code>{{member}}</code></dd></div>{{/if}}<div><dt>Read</dt><dd>{{doc}}</dd></div></dl>
</section>{{/with}}
</header>
<main>
{{#if tiers}}<section aria-labelledby="tiers"><h2 id="tiers">Tiers</h2>
<ol class="tiers">{{#each tiers}}<li class="{{state}}"><strong>{{title}}</strong> <span class="state">{{stateText}}</span><p>{{counts}}</p>{{#if why}}<p class="why">{{why}}</p>{{/if}}</li>{{/each}}</ol>
</section>{{/if}}
<section aria-labelledby="cards"><h2 id="cards" tabindex="-1">Cards</h2>
<fieldset class="filter"><legend>Show</legend>
<label><input type="radio" name="show" value="all" checked> all cards</label>
<label><input type="radio" name="show" value="fail"> failed only</label>
<label><input type="radio" name="show" value="not-passed"> all that did not pass</label>
</fieldset>
{{#each families}}<details class="family"{{#if isOpen}} open{{/if}}><summary><h3>{{name}}</h3> <span>{{summary}}</span></summary>
<ul class="cards">{{#each cards}}<li class="card {{verdict}}"><details{{#if failures}} open{{/if}}><summary><span class="mark">{{verdictText}}</span> <code>{{id}}</code> <span class="slug">{{slug}}</span> <span class="small">{{severity}}, tier {{tier}}{{#unless isScored}}, not scored{{/unless}}</span></summary>
<p>{{title}}.</p><p class="small">{{scenario}}</p>{{#if why}}<p class="why">{{why}}</p>{{/if}}
<p class="small">Look at <code>{{look}}</code>; read {{doc}}.</p>
{{#each failures}}<section class="failure" aria-label="What happened in {{../id}}, {{place}}"><h4>{{place}}; fault of the {{blame}}</h4>{{#unless finding}}<p>{{message}}</p>{{/unless}}
{{#with finding}}<table class="finding"><caption>{{what}}</caption><tbody><tr><th scope="row">Expected</th><td>{{expected}}</td></tr><tr><th scope="row">Actual</th><td>{{actual}}</td></tr></tbody></table>{{/with}}
{{#if venueKnows}}<p>The venue knows:</p><ul>{{#each venueKnows}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
<p>Repeat it: <code>{{repeat}}</code></p>
{{#if rows}}<div class="scroll" tabindex="0" role="region" aria-label="Timeline of {{../id}}"><table class="timeline"><caption>Timeline{{#if forgotten}}, without {{forgotten}} entries before it{{/if}}</caption><thead><tr><th scope="col">ms</th><th scope="col">Venue’s truth</th><th scope="col">Wire</th><th scope="col">Connector</th></tr></thead>
<tbody>{{#each rows}}<tr><td class="at">{{at}}</td><td>{{venue}}</td><td>{{wire}}</td><td>{{connector}}</td></tr>
{{/each}}</tbody></table></div>{{/if}}
{{#if stack}}<pre class="scroll" tabindex="0" role="region" aria-label="Stack of {{../id}}">{{stack}}</pre>{{/if}}</section>{{/each}}
</details></li>{{/each}}</ul></details>
{{/each}}</section>
{{#with kills}}<section aria-labelledby="mutants"><h2 id="mutants">Mutants</h2><p>{{summary}}.{{#if neverFailed}} Cards that no mutant has made fail: {{neverFailed}}.{{/if}}</p>
<details><summary>All mutants</summary><div class="scroll" tabindex="0" role="region" aria-label="All mutants"><table><thead><tr><th scope="col">Mutant</th><th scope="col">Card</th><th scope="col">Verdict</th><th scope="col">What the card said</th></tr></thead>
<tbody>{{#each rows}}<tr class="{{verdict}}"><td title="{{title}}">{{mutant}}</td><td>{{card}}</td><td>{{verdict}}</td><td>{{message}}</td></tr>
{{/each}}</tbody></table></div></details></section>{{/with}}
{{#each checks}}<section><h2>{{title}}</h2><p>{{state}}.</p>{{#if notes}}<ul>{{#each notes}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
{{#if findings}}<ul>{{#each findings}}<li><code>{{where}}</code>: {{problem}}. {{advice}}</li>{{/each}}</ul>{{/if}}</section>
{{/each}}<section aria-labelledby="claims"><h2 id="claims">What the connector claims</h2><details><summary>Capabilities</summary><pre>{{capabilities}}</pre></details></section>
</main>
</body>
</html>
`;

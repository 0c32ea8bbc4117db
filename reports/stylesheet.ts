/**
 * The page's only style sheet. Charts take their colours from the custom properties. On screens, sections are laid out when they
 * come near the window: what is first seen waits for nothing below it.
 */
export const stylesheet = `
:root{color-scheme:light;--page:#f6f7f9;--surface:#fff;--text:#1b1f24;--muted:#59616c;--axis:#7a828d;--grid:#e6e9ed;--line:#dde1e6;
--accent:#4b4ac8;--accent-soft:#eeeefb;--context:#6b7280;--hatch:#b9860b;--reel:#0072b2;--carousel:#d55e00;--image:#009e73;--video:#6d5bd0;--story:#cc79a7;--unknown:#6b7280;
--above:#0072b2;--below:#d55e00;--good:#0b6e4f;--fair:#8a5a00;--limited:#a1341f}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--page:#14171a;--surface:#1b1f24;--text:#e9ecef;--muted:#a5aeb9;--axis:#88919c;--grid:#2c323a;--line:#323942;
--accent:#a5a3ff;--accent-soft:#262742;--context:#9aa3ae;--hatch:#e0b040;--reel:#56b4e9;--carousel:#e8702a;--image:#f0e442;--video:#b3a5f5;--story:#cc79a7;--unknown:#9aa3ae;
--above:#56b4e9;--below:#e8702a;--good:#6fd0ae;--fair:#ecc06a;--limited:#ff9d8a}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;border-top:4px solid var(--accent);background:var(--page);color:var(--text);font:16px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
header,main,nav,footer{max-width:1008px;margin:0 auto;padding:0 24px}
h1,h2,h3{line-height:1.25;text-wrap:balance}
h1{font-size:2.1rem;margin:.1em 0;letter-spacing:-.02em}
h2{font-size:1.35rem;margin:0 0 .8rem;letter-spacing:-.01em}
h3{font-size:1.06rem;margin:0 0 .3rem}
p,ul,dl{max-width:70ch}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999em}
.skip:focus{left:8px;top:8px;background:var(--surface);padding:8px 12px;z-index:1}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
header{padding-top:40px;padding-bottom:8px}
.brand{display:flex;align-items:center;gap:12px;margin:0 0 14px;color:var(--muted);font-size:.85rem;letter-spacing:.06em;text-transform:uppercase}
.logo{display:block;height:40px;max-width:200px;object-fit:contain}
@media screen and (prefers-color-scheme:dark){.logo{background:#fff;padding:5px 8px;border-radius:6px}}
.period{font-size:1.2rem;margin:0}
.period span{color:var(--muted)}
.facts{display:flex;flex-wrap:wrap;gap:4px 28px;margin:16px 0 0;max-width:none;font-size:.88rem}
.facts div{display:flex;gap:.5em}
.facts dt{color:var(--muted)}
.facts dd{margin:0}
.badge{display:inline-flex;align-items:center;gap:.45em;font-weight:600}
.badge::before{content:"";width:.7em;height:.7em;background:currentColor;border-radius:50%}
.badge.fair::before{border-radius:2px}
.badge.limited::before{clip-path:polygon(50% 0,100% 100%,0 100%);border-radius:0}
.good{color:var(--good)}.fair{color:var(--fair)}.limited{color:var(--limited)}
.remark{margin:14px 0 0;padding:10px 14px;border-left:3px solid var(--accent);background:var(--accent-soft);border-radius:0 6px 6px 0;font-size:.92rem;max-width:76ch}.remark p{margin:0 0 6px;max-width:none}.remark p:last-child{margin:0}
nav ul{display:flex;flex-wrap:wrap;gap:2px 4px;list-style:none;padding:0;margin:18px -8px 18px;max-width:none}
nav a{display:inline-block;padding:4px 8px;min-height:28px;color:var(--muted);font-size:.88rem;text-decoration:none;border-radius:6px}
nav a:hover{color:var(--text);background:var(--surface)}
main>section{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:28px;margin:0 0 20px}
@media screen{main>section:not(.bare,#summary,#changes){content-visibility:auto;contain-intrinsic-size:auto 960px}}
main>.bare{padding:12px 28px;background:none}main>.bare h2{font-size:1rem;margin:0;color:var(--muted);font-weight:600}
main>#summary,main>#changes{background:none;border:0;padding:0 0 8px}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:12px;list-style:none;margin:0;padding:0;max-width:none}
.tiles li{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:16px;display:flex;flex-direction:column;min-width:0}
.tiles .label{font-size:.85rem;color:var(--muted);line-height:1.3;min-height:2.6em}
.tiles .value{font-size:1.75rem;font-weight:650;letter-spacing:-.02em;line-height:1.25}
.tiles .value.words{font-size:1.05rem;font-weight:500;color:var(--muted);line-height:2.1}
.tiles .detail{font-size:.78rem;color:var(--muted);line-height:1.4;margin:0}
.tiles .change{font-size:.85rem;line-height:1.35;margin:.25rem 0;color:var(--muted)}
.tiles .rose,.tiles .fell{color:var(--text);font-weight:600}
.tiles .spark{width:120px;max-width:100%;margin-top:auto;padding-top:8px;display:block}
.tiles .few .value{color:var(--muted)}
.findings{list-style:none;padding:0;margin:0;max-width:none;display:grid;gap:8px}
.findings li{background:var(--surface);border:1px solid var(--line);border-left:3px solid var(--accent);border-radius:6px 10px 10px 6px}
.findings .quiet{border-left-color:var(--line)}.findings .quiet a{color:var(--muted)}
.findings a{display:block;padding:10px 16px;color:var(--text);text-decoration:none}
.findings a:hover{text-decoration:underline}
figure{margin:0 0 32px}
section>figure:last-child{margin-bottom:0}
.definition,.caveat,.absent{color:var(--muted);font-size:.88rem;margin:0 0 10px}
.caveat{margin:6px 0 8px}
.definition,.caveat,.absent{max-width:82ch}
.printed{display:none}
.absent{margin:0;font-size:.95rem}
.chart{display:block;width:100%;height:auto;max-width:960px}
.chart.narrow{display:none;max-width:480px}
.chart text,.spark text{font-family:inherit}
details{font-size:.88rem}
summary{cursor:pointer;color:var(--accent);padding:4px 0;min-height:28px}
details .scroll{max-height:420px}
.scroll{position:relative;overflow:auto;border:1px solid var(--line);border-radius:8px;margin:6px 0 14px}
table{border-collapse:collapse;width:100%;font-size:.86rem}
caption{text-align:left;color:var(--muted);padding:8px 12px;font-size:.82rem}
th,td{text-align:left;padding:6px 12px;border-top:1px solid var(--line);vertical-align:top;white-space:nowrap}
th[scope=row]{font-weight:500}
thead th{font-weight:600;color:var(--muted);background:var(--surface);position:sticky;top:0}
.number{text-align:right}
td:not(.number){white-space:normal}
.posts th[scope=row]{white-space:normal;min-width:220px}
.caption{display:block;font-weight:400;color:var(--muted);max-width:46ch;overflow-wrap:anywhere}
.note{display:inline-block;font-size:.78rem;color:var(--fair)}
.chip{display:inline-flex;align-items:center;gap:.4em;white-space:nowrap}
.chip::before{content:"";width:.65em;height:.65em;background:currentColor;border-radius:50%}
.chip.reel::before{background:var(--reel)}.chip.carousel::before{background:var(--carousel);border-radius:0}.chip.image::before{border-radius:0;background:var(--image);clip-path:polygon(50% 0,100% 100%,0 100%)}.chip.video::before{background:var(--video);border-radius:0;transform:rotate(45deg) scale(.85)}.chip.unknown::before{background:var(--unknown)}
.glossary{display:grid;grid-template-columns:minmax(9em,max-content) 1fr;gap:8px 20px;max-width:none;font-size:.92rem}
.glossary dt{font-weight:600}
.glossary dd{margin:0;max-width:70ch}
.archive td{white-space:nowrap}.archive .headline{white-space:normal;min-width:15em}
.beside thead th{white-space:normal;vertical-align:bottom;min-width:8.5em}.beside small{display:block;font-weight:400;color:var(--muted);font-size:.92em;white-space:normal;min-width:9em}
header+main{margin-top:24px}
footer{color:var(--muted);font-size:.82rem;padding-bottom:40px}
@media screen{.upgraded>svg.chart{display:none}}
.live{position:relative;max-width:960px}
.live:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.canvas svg{display:block;width:100%;height:auto;font-family:inherit}
.tip{position:absolute;z-index:2;width:max-content;max-width:min(300px,100%);padding:6px 10px;background:var(--text);color:var(--surface);border-radius:6px;font-size:.82rem;line-height:1.35;overflow-wrap:anywhere}
.ring{position:absolute;z-index:1;border:2px solid var(--text);border-radius:4px;pointer-events:none}.ring.round{border-radius:50%}
.tip[hidden],.ring[hidden],.more[hidden]{display:none}
.tools,.chips{display:flex;flex-wrap:wrap;align-items:center;gap:4px 6px;margin:4px 0 8px;color:var(--muted);font-size:.82rem}
.tools button,.chips button,.more{min-height:28px;min-width:36px;padding:2px 10px;font:inherit;color:var(--muted);background:none;border:1px solid var(--line);border-radius:6px;cursor:pointer}
.chips{margin:-4px 0 14px}.chips button{border-radius:14px;border-color:var(--axis)}
.tools button:hover,.chips button:hover,.more:hover{color:var(--text);border-color:var(--text)}
.chips [aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--surface)}.chips [aria-pressed=true]:hover{color:var(--surface)}
.search{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;font-size:.88rem;margin:0 0 4px}
.search input{flex:1 1 12em;max-width:24em;min-height:34px;padding:4px 10px;font:inherit;color:var(--text);background:var(--page);border:1px solid var(--axis);border-radius:6px}
.browse{max-height:560px}
.browse th button{min-height:24px;padding:0;font:inherit;color:inherit;background:none;border:0;cursor:pointer;white-space:nowrap}
.browse th button::after{content:"\\2195";display:inline-block;width:1.2em;text-align:right;opacity:.5}.browse [aria-sort=descending] button::after{content:"\\2193";opacity:1}.browse [aria-sort=ascending] button::after{content:"\\2191";opacity:1}
@media(max-width:900px){.tiles{grid-template-columns:repeat(3,1fr)}.tiles li:first-child{grid-column:span 2}}
@media(max-width:680px){header,main,nav,footer{padding-left:16px;padding-right:16px}main>section{padding:20px 16px}main>.bare{padding:10px 16px}h1{font-size:1.6rem}
.tiles{grid-template-columns:repeat(2,1fr)}.tiles li{padding:12px}.tiles .label{min-height:0}.tiles .value{font-size:1.4rem}.chart.wide{display:none}.chart.narrow{display:block}.glossary{grid-template-columns:1fr;gap:2px}.glossary dd{margin-bottom:10px}.facts{gap:2px 20px}}
@media(max-width:340px){.tiles{grid-template-columns:1fr}.tiles li:first-child{grid-column:auto}}
@media print{.live,.tools,.chips,.added{display:none}@page{size:A4;margin:15mm}:root{color-scheme:light;--page:#fff}html,body{background:#fff}html{font-size:14px}body{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
header,main,nav,footer{max-width:none;padding:0}header{padding-top:6mm}.logo{height:13mm}h1{font-size:22pt}.findings a{padding:6px 14px}.findings{gap:5px}nav,.skip{display:none}main>section{border:0;border-top:1px solid var(--line);border-radius:0;padding:14px 0;margin:0}
figure,.tiles li,tr,.findings li,dt,dd{break-inside:avoid}h2,h3,figcaption{break-after:avoid}.chart.wide{display:block}.chart.narrow{display:none}
.tiles{grid-template-columns:repeat(3,1fr);gap:8px}.tiles li{padding:10px 12px}.tiles li:first-child{grid-column:span 2}.tiles .label{min-height:0}main{margin-top:18px}.tiles .value{font-size:1.25rem}
.scroll,details .scroll{max-height:none;overflow:visible;border:0}thead th{position:static;white-space:normal}
figure:has(details){break-inside:auto}figcaption,.chart{break-inside:avoid}details{break-inside:auto}
details::details-content{content-visibility:visible;display:block;height:auto}details.long{display:none}.printed{display:block}summary{list-style:none;color:var(--muted)}
table{font-size:8.5pt}th,td{padding:2px 6px}th[scope=row]{white-space:normal}a{color:inherit}.posts a[href^="https"]::after{content:" " attr(href);font-size:7.5pt;color:var(--muted)}}
`;

// The style sheet of the page. No data ever goes in here.
//
// Marks differ in line, not only in colour: added words are underlined,
// missing ones struck out, edited ones dotted, moved ones boxed. Fonts are
// those that systems bring along, Latin ones without Arabic letters first;
// the page loads none.

#ifndef TIKRAR_REPORT_HTML_STYLE_H_
#define TIKRAR_REPORT_HTML_STYLE_H_

#include <string_view>

namespace tikrar {

inline constexpr std::string_view kPageStyle = R"css(
:root{color-scheme:light dark;
--bg:#fff;--fg:#1c1c1a;--soft:#63635e;--line:#d9d8d2;--card:#f7f6f2;
--bar:#3b6ea5;--link:#1f5a96;
--add:#e3f3e1;--add-line:#2b7a2b;--del:#fbe5e3;--del-line:#b3382c;
--edit:#fdf1d0;--edit-line:#9a6b00;--move:#e6e9fb;--move-line:#4a55b5}
@media(prefers-color-scheme:dark){:root{
--bg:#171715;--fg:#e8e6e0;--soft:#a5a39b;--line:#3a3936;--card:#20201d;
--bar:#6d9fd4;--link:#8fbcec;
--add:#1d3a20;--add-line:#7cc77c;--del:#45211d;--del-line:#ee9186;
--edit:#40330f;--edit-line:#e0b64d;--move:#262a4d;--move-line:#a3adf5}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:68rem;padding:1.5rem 1.25rem 4rem;
background:var(--bg);color:var(--fg);line-height:1.75;font-size:1.05rem;
font-family:Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",
"Noto Naskh Arabic","Geeza Pro","Segoe UI","Amiri","Traditional Arabic",
"Noto Sans Arabic",Tahoma,Arial,sans-serif}
h1{font-size:1.7rem;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:2.4rem 0 .6rem;padding-bottom:.2rem;
border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1rem 0 .2rem;color:var(--soft)}
a{color:var(--link)}
code{font-family:"DejaVu Sans Mono",Consolas,Menlo,monospace;font-size:.85em;
overflow-wrap:anywhere}
.en{font-size:.78em;color:var(--soft);font-weight:normal;
font-family:system-ui,"Segoe UI",Roboto,Arial,sans-serif;white-space:nowrap}
.figures{display:grid;gap:.6rem;padding:0;margin:1rem 0;
grid-template-columns:repeat(auto-fill,minmax(min(13rem,45%),1fr))}
.figures div{background:var(--card);border:1px solid var(--line);
border-radius:.4rem;padding:.5rem .8rem}
.figures dt{font-size:.9rem;line-height:1.4}
.figures dd{margin:0;font-size:1.35rem;font-weight:bold;line-height:1.5}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.97rem}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);
text-align:right;vertical-align:middle}
thead th{font-weight:normal;color:var(--soft);line-height:1.3}
th>.en,.kind .en{white-space:nowrap}
th>.en{display:block;text-align:right}
th.n>.en{text-align:left}
.matrix thead .en{text-align:center}
.n{text-align:left;white-space:nowrap;font-variant-numeric:tabular-nums}
.barcell{width:26%}
.what{display:block;font-weight:normal;font-size:.88rem;color:var(--soft);
line-height:1.5}
@media(max-width:44rem){.barcell{display:none}
th,td{padding:.3rem}
table{font-size:.9rem}}
svg.bar{display:block;width:100%;height:.7rem}
svg.bar .all{fill:var(--line)}
svg.bar .part{fill:var(--bar)}
.matrix td,.matrix thead th{text-align:center}
.matrix td.n{text-align:center}
.matrix tbody th{font-weight:normal;max-width:16rem;overflow-wrap:anywhere}
.matrix td.self{background:var(--card)}
.matrix td.zero{color:var(--soft)}
.note{color:var(--soft);font-size:.92rem;margin:.3rem 0}
ul.plain{padding-inline-start:1.2rem;margin:.3rem 0}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin:.6rem 0}
.pick{position:absolute;opacity:0;width:1px;height:1px}
.pick+label{display:inline-block;margin:0 0 .4rem .4rem;padding:.1rem .7rem;
border:1px solid var(--line);border-radius:1rem;cursor:pointer;
background:var(--card)}
.pick:checked+label{border-color:var(--fg);box-shadow:inset 0 0 0 1px var(--fg)}
.pick:focus-visible+label{outline:3px solid var(--bar);outline-offset:2px}
.family{border:1px solid var(--line);border-radius:.4rem;margin:.5rem 0;
padding:0 .9rem;background:var(--bg);content-visibility:auto;
contain-intrinsic-size:auto 5rem}
.family[open]{padding-bottom:.8rem}
summary{cursor:pointer;padding:.5rem 0;list-style-position:outside}
.family summary{margin-inline-start:1rem}
.kind{display:inline-block;border:1px solid var(--line);border-radius:.3rem;
padding:0 .45rem;background:var(--card);font-size:.92rem;line-height:1.6}
.counts{display:flex;flex-wrap:wrap;gap:0 1.3rem;color:var(--soft);
font-size:.9rem}
.family ol{margin:0;padding-inline-start:1.6rem}
.family li{margin:.5rem 0;padding-top:.2rem;border-top:1px dotted var(--line)}
.place{margin:0;line-height:1.5}
.facts bdi[dir=ltr]{white-space:nowrap}
.facts{display:block;color:var(--soft);font-size:.88rem}
blockquote{margin:.3rem 0;padding:.5rem .8rem;background:var(--card);
border-inline-start:3px solid var(--line);white-space:pre-wrap;
overflow-wrap:anywhere;max-height:32rem;overflow-y:auto;unicode-bidi:isolate}
.f-quote blockquote::before{content:"\00AB";color:var(--soft)}
.f-quote blockquote::after{content:"\00BB";color:var(--soft)}
ins,del,mark{color:inherit;border-radius:.15rem;padding:0 .1em;
-webkit-box-decoration-break:clone;box-decoration-break:clone}
ins{background:var(--add);text-decoration:underline 2px var(--add-line);
text-underline-offset:.3em}
del{background:var(--del);text-decoration:line-through 2px var(--del-line)}
ins.edit{background:var(--edit);
text-decoration:underline dotted 3px var(--edit-line);
text-underline-offset:.3em}
del.edit{background:none;color:var(--soft);font-size:.9em;
text-decoration:line-through 2px var(--edit-line);margin-inline-end:.3em}
mark{background:var(--move);border:1px dashed var(--move-line)}
mark::before{content:"\21C4\00A0";color:var(--move-line)}
footer{margin-top:3rem;color:var(--soft);font-size:.9rem}
@media print{body{max-width:none;padding:0;font-size:10.5pt}
.pick,.pick+label{display:none}
.family,li,tr,.figures div{break-inside:avoid}
.family{content-visibility:visible}
blockquote{max-height:none}
ins,del,mark,.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

}  // namespace tikrar

#endif  // TIKRAR_REPORT_HTML_STYLE_H_

/** The style of every page: system fonts, the reader's own light or dark setting, contrast of at least 4.5:1. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--text:light-dark(#1c2128,#e4e7eb);--quiet:light-dark(#57606a,#9aa4b0);--ground:light-dark(#fff,#0f1216);
--raised:light-dark(#f6f7f9,#181c22);--line:light-dark(#d5dae0,#313842);--link:light-dark(#0757c2,#74aef9);--go:light-dark(#17713a,#23864a);
--stop:light-dark(#b3202c,#f0868d);--added:light-dark(#e2f6e6,#12301e);--removed:light-dark(#fde7e8,#3a181b);--hunk:light-dark(#e5effd,#14263d);
--merged:light-dark(#6d3fc0,#a784ee)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.55 system-ui,sans-serif}
a{color:var(--link);text-underline-offset:2px}
header{padding:12px 24px;border-bottom:1px solid var(--line);background:var(--raised)}
header a{color:inherit;text-decoration:none}
main{max-width:1100px;margin:0 auto;padding:24px}
main.narrow{max-width:520px}
h1{font-size:24px;line-height:1.3;margin:0 0 8px;font-weight:600;overflow-wrap:anywhere}
h2{font-size:17px;margin:28px 0 8px;font-weight:600}
p{margin:8px 0}
.quiet{color:var(--quiet);font-size:13px}
.card{border:1px solid var(--line);border-radius:8px;margin:12px 0;overflow:hidden}
.card>h3{margin:0;padding:8px 14px;font:600 13px/1.5 system-ui,sans-serif;background:var(--raised);border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.card>.inside{padding:14px}
ul.rows{list-style:none;margin:0;padding:0}
ul.rows li{padding:8px 14px;border-top:1px solid var(--line);overflow-wrap:anywhere}
ul.rows li:first-child{border-top:0}
.badge{display:inline-block;padding:1px 10px;border-radius:999px;font-size:13px;font-weight:600;border:1px solid currentColor}
.badge.open{color:var(--go)}.badge.closed{color:var(--stop)}.badge.merged{color:var(--merged)}
@media(prefers-color-scheme:dark){.badge.open{color:#62c884}}
code,pre{font:13px/1.5 ui-monospace,monospace}
code{background:var(--raised);padding:1px 5px;border-radius:4px}
pre{margin:0;overflow-x:auto;white-space:pre}
.prose>:first-child{margin-top:0}.prose>:last-child{margin-bottom:0}
.prose h3{font-size:16px;margin:20px 0 8px}
.prose table{border-collapse:collapse;display:block;overflow-x:auto;margin:12px 0}
.prose th,.prose td{border:1px solid var(--line);padding:4px 12px;text-align:left}
.prose th{background:var(--raised);font-weight:600}
.prose blockquote{margin:12px 0;padding:2px 14px;border-left:3px solid var(--line);color:var(--quiet)}
.prose pre{background:var(--raised);padding:12px;border-radius:6px}
.prose pre code{padding:0}
.diff span{display:block;padding:0 14px;min-width:max-content}
.diff .added{background:var(--added)}.diff .removed{background:var(--removed)}.diff .hunk{background:var(--hunk);color:var(--quiet)}
.actions{display:flex;flex-wrap:wrap;gap:10px;margin:16px 0}
button{font:inherit;font-weight:600;padding:8px 18px;border-radius:6px;border:1px solid var(--line);background:var(--raised);color:var(--text);cursor:pointer}
button.go{background:#17713a;border-color:#17713a;color:#fff}
button.danger{color:var(--stop)}
button:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.notice{border-left:3px solid var(--stop);padding:4px 12px;margin:12px 0}
`;

import {createHash} from 'node:crypto';
import {defineConfig, type Plugin} from 'vite';

// The bytes that the program replaces by the data of a run.
const PLACEHOLDER = '"@tikrar-data@"';

const sha256 = (text: string) =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * One file with its script, its style and a policy that allows these two by
 * their hashes and nothing else. Own code, not vite-plugin-singlefile, since
 * that knows no policy and leaves the order of tags to Vite.
 */
function singleFile(): Plugin {
  return {
    name: 'single-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      let script = '';
      let style = '';
      let html = '';
      for (const [name, item] of Object.entries(bundle)) {
        if (item.type === 'chunk') script += item.code;
        else if (name.endsWith('.css')) style += item.source;
        else if (name.endsWith('.html')) html = String(item.source);
        else throw new Error(`${name}: not a script, style or page`);
        delete bundle[name];
      }
      script = script.trim().replace(/<\/(script)/gi, '<\\/$1');
      // Inside a script these two open states of the HTML parser.
      script = script.replace(/<!--/g, '\\x3c!--').replace(/<script/gi, '\\x3cscript');
      style = style.trim();
      if (/<\/style/i.test(style)) throw new Error('style: has an end tag');
      const policy = [
        "default-src 'none'", `script-src ${sha256(script)}`,
        `style-src ${sha256(style)}`, 'img-src data: blob:',
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
      ].join('; ');
      html = html
        .replace(/\s*<script type="module"[^>]*><\/script>/, '')
        .replace(/\s*<link rel="stylesheet"[^>]*>/, '')
        .replace('<meta charset="utf-8">', (found) =>
          `${found}\n<meta http-equiv="Content-Security-Policy" content="${policy}">`)
        .replace('</head>', () => `<style>${style}</style>\n</head>`)
        .replace('</body>', () => `<script>${script}</script>\n</body>`);
      const places = html.split(PLACEHOLDER).length - 1;
      if (places !== 1) throw new Error(`page: ${places} placeholders, expected 1`);
      this.emitFile({type: 'asset', fileName: 'page.html', source: html});
    },
  };
}

export default defineConfig({
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    outDir: 'dist',
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {output: {format: 'iife', inlineDynamicImports: true}},
  },
  plugins: [singleFile()],
});

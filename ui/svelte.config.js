import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    // One page answers every path; the server falls back to it.
    adapter: adapter({ pages: 'dist', assets: 'dist', fallback: 'index.html', precompress: false, strict: true }),
    alias: { $locale: '../internal/locale' },
    // A build of the same source is the same build.
    version: { name: 'peil' }
  }
};

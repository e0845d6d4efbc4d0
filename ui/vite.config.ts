import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { announcer } from './build/announcer.ts';
import { words } from './build/words.ts';

export default defineConfig({
  plugins: [announcer(), words(), sveltekit()],
  server: { proxy: { '/api': 'http://127.0.0.1:8420' } },
  // Browser conditions, so that components mount in tests.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] }
});

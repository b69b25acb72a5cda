import { runTinyCRM } from './tinycrm.ts';

// npm run dev: npm start with the dashboard and the Edge Function following every change.
await runTinyCRM('watched');

/** The package that local/sdk-tarball.ts makes for the build. */
declare module 'virtual:sdk' {
  export const version: string;
  export const integrity: string;
  export const base64: string;
}

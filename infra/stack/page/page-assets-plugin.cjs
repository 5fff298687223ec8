// The style and the script of the page, for the functions that serverless-esbuild bundles: it requires a module, and
// resolves `${...}` in texts of serverless.yml, which scripts have too.
let assets;

const pageAssets = {
  name: 'page-assets',
  async setup({ initialOptions }) {
    assets ??= import('../../../page-assets.mjs').then((module) => module.pageAssets());
    initialOptions.define = { ...initialOptions.define, ...(await assets) };
  },
};

module.exports = [pageAssets];

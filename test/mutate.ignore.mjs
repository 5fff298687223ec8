import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** The `default` of a switch over a union ends in `satisfies never`: the compiler proves that nothing comes there. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'walked-by-the-compiler', {
    shouldIgnore: (path) =>
      path.isSwitchCase() && path.node.test === null && path.toString().includes('satisfies never')
        ? 'nothing comes here: the compiler walks every case'
        : undefined,
  }),
];

import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** The doors of sister packages that a package's sources may import. Whoever is not named here may import all of them. */
const DOORS = {
  '@polylog/core': [],
  '@polylog/driver-kit': ['@polylog/core/driver'],
  '@polylog/lz4-native': ['@polylog/core/driver', '@polylog/driver-kit'],
  '@polylog/tencent-sdk': ['@polylog/core/driver', '@polylog/driver-kit', '@polylog/tencent-cls/wire'],
  '@polylog/huawei-sdk': ['@polylog/core/driver', '@polylog/driver-kit'],
  '@polylog/alibaba-sls': adapter(),
  '@polylog/tencent-cls': adapter(),
  '@polylog/huawei-lts': adapter(),
  '@polylog/config': ['@polylog/core', '@polylog/core/driver'],
  polylog: ['@polylog/core', '@polylog/core/driver', '@polylog/config'],
};

function adapter() {
  return ['@polylog/core/driver', '@polylog/core (types)', '@polylog/driver-kit'];
}

/** What a node imports: static, re-exported, dynamic, or as a type. */
export function importOf(node) {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    const bindings = clause?.namedBindings;
    const allTypes =
      bindings !== undefined &&
      ts.isNamedImports(bindings) &&
      clause?.name === undefined &&
      bindings.elements.length > 0 &&
      bindings.elements.every((element) => element.isTypeOnly);
    return { from: node.moduleSpecifier.text, typeOnly: clause?.isTypeOnly === true || allTypes };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { from: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { from: node.argument.literal.text, typeOnly: true };
  }
  if (ts.isCallExpression(node)) {
    const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
    const [first] = node.arguments;
    if ((isImport || isRequire) && first && ts.isStringLiteralLike(first)) return { from: first.text, typeOnly: false };
  }
  return undefined;
}

/** What is wrong with an import, if anything. `rootManifest` declares what every test may use. */
export function importProblem({ pack, file, isTest, rootManifest }, { from, typeOnly }) {
  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(file), from);
    // A test may also reach its package's own fixtures, which are not compiled into it.
    const bounds = isTest ? `${pack.folder}/` : `${pack.folder}/src/`;
    if (!target.startsWith(bounds)) return `'${from}' leaves ${bounds}: import other packages by their names.`;
    return undefined;
  }
  if (from.startsWith('node:')) return undefined;
  if (builtinModules.includes(from)) return `'${from}' is Node's own: write 'node:${from}'.`;
  const name = from.split('/', from.startsWith('@') ? 2 : 1).join('/');
  const { manifest } = pack;

  const isSister = name.startsWith('@polylog/') || name === 'polylog';
  const doors = DOORS[manifest.name];
  const testingDoor = isTest && from.endsWith('/testing');
  if (isSister && doors !== undefined && name !== manifest.name && !testingDoor) {
    if (!doors.includes(from) && !(typeOnly && doors.includes(`${from} (types)`))) {
      const allowed = doors.length === 0 ? 'nothing but node:' : doors.join(', ');
      return `${manifest.name} may not import '${from}'; of the workspace it may import ${allowed}.`;
    }
  }
  if (isSister && name === manifest.name && !isTest) return `'${from}' is this very package: import the file.`;

  const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  if (isTest) Object.assign(declared, manifest.devDependencies, rootManifest.devDependencies, { [manifest.name]: '' });
  if (!isTest && manifest.name === '@polylog/core')
    return `@polylog/core has no runtime dependencies, not even '${name}'.`;
  if (!(name in declared)) return `'${name}' is not declared in ${pack.folder}/package.json.`;
  return undefined;
}

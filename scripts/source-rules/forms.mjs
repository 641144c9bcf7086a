import ts from 'typescript';

/** An export that hides what it exports. */
export function formProblem(node) {
  if (ts.isExportDeclaration(node) && (!node.exportClause || ts.isNamespaceExport(node.exportClause))) {
    return '`export *` hides what a door offers: list the names.';
  }
  const named = ts.isExportDeclaration(node) && node.exportClause ? node.exportClause.elements : [];
  const isDefault =
    (ts.isExportAssignment(node) && !node.isExportEquals) ||
    (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) ||
    named.some?.(({ name }) => name.text === 'default');
  return isDefault ? 'default exports have no name of their own: export by name.' : undefined;
}

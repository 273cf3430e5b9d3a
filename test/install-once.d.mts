/** Installs a folder's own packages, unless what is installed is what its lock file says. @throws {Error} where npm fails */
export function installOnce(folder: string): void;

/** Where the signed token is kept: in memory, or, where the page asks for it, in sessionStorage. Nothing else is ever stored. */

const KEY = "chat";

export interface TokenKeeper {
  get(): string | undefined;
  set(token: string): void;
  forget(): void;
}

/** remember: keep it through a reload of the page, for as long as the tab is open. */
export function tokenKeeper(remember: boolean): TokenKeeper {
  let token = remember ? stored() : undefined;
  return {
    get: () => token,
    set(value) {
      token = value;
      if (remember) quietly(() => sessionStorage.setItem(KEY, value));
    },
    forget() {
      token = undefined;
      quietly(() => sessionStorage.removeItem(KEY));
    },
  };
}

function stored(): string | undefined {
  return quietly(() => sessionStorage.getItem(KEY)) ?? undefined;
}

/** A browser that allows no storage throws at every use of it; the token is then kept in memory. */
function quietly<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}

import type { App } from "./app.ts";

const rust: App = {
  name: "Rust",
  tools: ["cargo"],
  files: {
    "Cargo.toml": '[package]\nname = "slug"\nversion = "0.1.0"\nedition = "2021"\n',
    "Cargo.lock": 'version = 3\n\n[[package]]\nname = "slug"\nversion = "0.1.0"\n',
    ".gitignore": "target/\n.cargo/\n",
    "src/lib.rs": `/// A title as part of an address.
pub fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn joins_words() {
        assert_eq!(slug("Hello There"), "hello-there");
    }
}
`,
  },
  executable: [],
  fault: { path: "src/lib.rs", from: "replace(' ', \"-\")", to: "replace(' ', \"_\")" },
  isOffline: true,
};

const go: App = {
  name: "Go",
  tools: ["go"],
  files: {
    "go.mod": "module example.com/roman\n\ngo 1.19\n",
    "roman.go": `// Package roman writes numbers as Romans did.
package roman

import "strings"

// Write gives the numeral of a number up to three.
func Write(number int) string {
	return strings.Repeat("I", number)
}
`,
    "roman_test.go": `package roman

import "testing"

func TestWrite(t *testing.T) {
	if got := Write(3); got != "III" {
		t.Fatalf("Write(3) = %q", got)
	}
}
`,
  },
  executable: [],
  fault: { path: "roman.go", from: 'Repeat("I", number)', to: 'Repeat("V", number)' },
  isOffline: true,
};

const cmake: App = {
  name: "C++ with CMake",
  tools: ["cmake", "g++"],
  files: {
    "CMakeLists.txt": `cmake_minimum_required(VERSION 3.20)
project(clamp LANGUAGES CXX)
enable_testing()
add_library(clamp src/clamp.cpp)
target_include_directories(clamp PUBLIC src)
add_executable(clamp_test test/clamp_test.cpp)
target_link_libraries(clamp_test PRIVATE clamp)
add_test(NAME clamp COMMAND clamp_test)
`,
    ".gitignore": "build/\n",
    "src/clamp.h": "int clamp(int value, int low, int high);\n",
    "src/clamp.cpp":
      '#include "clamp.h"\n\nint clamp(int value, int low, int high) {\n  return value < low ? low : value > high ? high : value;\n}\n',
    "test/clamp_test.cpp":
      '#include "clamp.h"\n\nint main() { return clamp(9, 1, 5) == 5 && clamp(0, 1, 5) == 1 ? 0 : 1; }\n',
  },
  executable: [],
  fault: { path: "src/clamp.cpp", from: "value > high ? high", to: "value > high ? low" },
  isOffline: true,
};

const make: App = {
  name: "C with Make",
  tools: ["make", "gcc"],
  files: {
    Makefile: `CFLAGS ?= -Wall -Wextra -Werror

.PHONY: all test clean
all: count

count: count.c

test: count
	test "$$(printf 'a b c' | ./count)" = 3

clean:
	rm -f count
`,
    ".gitignore": "count\n",
    "count.c": `#include <stdio.h>

int main(void) {
  int words = 0, inside = 0, c;
  while ((c = getchar()) != EOF) {
    if (c == ' ' || c == '\\n') inside = 0;
    else if (!inside) inside = 1, words++;
  }
  printf("%d\\n", words);
  return 0;
}
`,
  },
  executable: [],
  fault: { path: "count.c", from: "words = 0", to: "words = 1" },
  isOffline: true,
};

export const COMPILED_APPS: readonly App[] = [make, cmake, go, rust];

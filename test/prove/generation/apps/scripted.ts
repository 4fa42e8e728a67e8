import { json } from "../stacks/stack.ts";
import type { App } from "./app.ts";

const python: App = {
  name: "Python",
  tools: ["python3"],
  files: {
    ".python-version": "3.13\n",
    "requirements.txt": "# The standard library is enough.\n",
    "parcels/__init__.py": "def price(grams: int) -> int:\n    return 250 if grams <= 500 else 490\n",
    "tests/__init__.py": "",
    "tests/test_parcels.py": `import unittest

from parcels import price


class PriceTest(unittest.TestCase):
    def test_small_parcel(self) -> None:
        self.assertEqual(price(500), 250)


if __name__ == "__main__":
    unittest.main()
`,
  },
  executable: [],
  fault: { path: "parcels/__init__.py", from: "grams <= 500", to: "grams < 500" },
  isOffline: true,
};

const php: App = {
  name: "PHP",
  tools: ["php", "composer"],
  files: {
    "composer.json": json({
      name: "example/temperature",
      require: { php: ">=8.1" },
      autoload: { "psr-4": { "Example\\": "src/" } },
      scripts: { test: "php tests/run.php" },
    }),
    ".gitignore": "vendor/\n",
    "src/Temperature.php": `<?php

namespace Example;

final class Temperature
{
    public static function toFahrenheit(float $celsius): float
    {
        return $celsius * 9 / 5 + 32;
    }
}
`,
    "tests/run.php": `<?php

require __DIR__ . '/../vendor/autoload.php';

if (Example\\Temperature::toFahrenheit(100) !== 212.0) {
    fwrite(STDERR, "Water boils at 212 degrees.\\n");
    exit(1);
}
`,
  },
  executable: [],
  fault: { path: "src/Temperature.php", from: "+ 32", to: "+ 23" },
  isOffline: true,
};

const elixir: App = {
  name: "Elixir",
  tools: ["mix"],
  files: {
    "mix.exs": `defmodule Words.MixProject do
  use Mix.Project

  def project do
    [app: :words, version: "0.1.0", elixir: "~> 1.14", deps: []]
  end

  def application, do: []
end
`,
    ".formatter.exs": '[inputs: ["{mix,.formatter}.exs", "{lib,test}/**/*.{ex,exs}"]]\n',
    ".gitignore": "_build/\ndeps/\n",
    "lib/words.ex": `defmodule Words do
  def longest(text), do: text |> String.split() |> Enum.max_by(&String.length/1)
end
`,
    "test/test_helper.exs": "ExUnit.start()\n",
    "test/words_test.exs": `defmodule WordsTest do
  use ExUnit.Case

  test "finds the longest word" do
    assert Words.longest("a long word") == "long"
  end
end
`,
  },
  executable: [],
  fault: { path: "lib/words.ex", from: "Enum.max_by", to: "Enum.min_by" },
  isOffline: true,
};

export const SCRIPTED_APPS: readonly App[] = [python, php, elixir];

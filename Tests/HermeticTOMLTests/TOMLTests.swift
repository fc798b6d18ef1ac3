import HermeticTOML
import Testing

@Suite struct `The TOML reader` {
  @Test(arguments: Documents.valid) func `takes`(_ document: String) throws {
    _ = try TOMLTable(parsing: document)
  }

  @Test(arguments: Documents.invalid) func `refuses`(_ document: String) {
    #expect(throws: TOMLError.self) { try TOMLTable(parsing: document) }
  }

  // MARK: Values

  @Test func `decodes strings`() throws {
    let table = try TOMLTable(
      parsing: #"""
        a = "\u00e9\t\"\\\U0001F600"
        b = 'c:\new'
        c = """
        first \
           second
        """
        d = '''''two'''''
        """#)
    #expect(table["a"]?.value.string == "é\t\"\\\u{1F600}")
    #expect(table["b"]?.value.string == #"c:\new"#)
    #expect(table["c"]?.value.string == "first second\n")
    #expect(table["d"]?.value.string == "''two''")
  }

  @Test func `makes one newline of Windows line ends`() throws {
    let table = try TOMLTable(parsing: "a = \"\"\"\r\nb\r\nc\"\"\"\r\nd = 1\r\n")
    #expect(table["a"]?.value.string == "b\nc")
    #expect(table["d"]?.line == 4)
  }

  @Test func `knows kinds apart`() throws {
    let table = try TOMLTable(
      parsing: "a = 1\nb = 1.0\nc = true\nd = ''\ne = 07:32:00\nf = []\n[g]\n[[h]]")
    #expect(
      table.entries.map(\.value.kind) == [
        "an integer", "a float", "a boolean", "a string", "a date or time", "an array", "a table",
        "an array",
      ])
  }

  @Test func `does not take one key for another that looks the same`() throws {
    let table = try TOMLTable(parsing: "\"\\u00e9\" = 1\n\"e\\u0301\" = 2")
    #expect(table.entries.count == 2)
    #expect(table["\u{e9}"]?.value.integer == 1)
    #expect(table["e\u{301}"]?.value.integer == 2)
  }

  // MARK: Places

  @Test func `knows the line of each key and value, in the file's order`() throws {
    let table = try TOMLTable(
      parsing: """
        # a comment

        z = 1
        [t.u]
        b = [
          "first",
          'second', # here
        ]
        a = \"""
        long
        \"""
        "c d".e = 1

        [[l]]
        [[l]]
        x = {y = 1}
        [t]
        c = 1
        """)
    #expect(table.entries.map(\.key) == ["z", "t", "l"])
    #expect(table.entries.map(\.line) == [3, 4, 14])
    let t = try #require(table["t"]?.value.table)
    #expect(t.entries.map(\.line) == [4, 18])
    let u = try #require(t["u"]?.value.table)
    #expect(u.entries.map(\.line) == [5, 9, 12])
    #expect(u["b"]?.value.array?.map(\.line) == [6, 7])
    #expect(table["l"]?.value.array?.map(\.line) == [14, 15])
  }

  // MARK: Errors

  @Test(
    arguments: [
      ("a = 1\nb = 2\na = 3", 3, "'a' is there already, on line 1"),
      ("[a]\n\n[a]", 3, "[a] is there already, on line 1: write its keys there"),
      ("a = {b = 1}\n[a.c]", 2, "'a' is a table already, on line 1"),
      ("a = example.com", 1, "'example.com' is no value; a string stands in quotes"),
      ("a = True", 1, "'True' is no value; write true"),
      ("\na = 2023-02-30", 2, "'2023-02-30' is no date or time that there is"),
      ("a = 9223372036854775808", 1, "'9223372036854775808' does not fit in 64 bits"),
      ("a = 'b\n", 1, "a string has no closing ' on its line"),
      ("\na = '''b\n\n", 2, "a string has no closing '''"),
      ("a = [\n1,\n", 1, "an array has no closing ]"),
      ("a = 1\u{0}", 1, "a control character (U+0000) is in the text"),
      (
        "a = '\u{1b}'", 1,
        "a control character (U+001B) is in a string; write \\u001B between double quotes"
      ),
      ("a", 1, "'=' must stand behind the key 'a', but the file ends"),
      ("[a", 1, "']' must end the header, but the file ends"),
      ("[.", 1, "a key must stand here, not '.'"),
      ("d=[}", 1, "a value must stand here, not '}'"),
    ] as [(String, Int, String)])
  func `says what is wrong, and where`(_ document: String, _ line: Int, _ message: String) {
    let error = #expect(throws: TOMLError.self) { try TOMLTable(parsing: document) }
    #expect(error?.line == line)
    #expect(error?.message == message)
  }

  @Test func `shows no more of a long word than its start`() {
    let word = String(repeating: "x", count: 100_000)
    for document in ["a = \(word)", "\(word) = 1\n\(word) = 2", "[\(word)]\n[\(word)]", "\(word)"] {
      let error = #expect(throws: TOMLError.self) { try TOMLTable(parsing: document) }
      #expect((error?.message.count ?? 0) < 200)
    }
  }

  // MARK: Limits

  @Test(
    arguments: [
      { String(repeating: "a.", count: $0 - 1) + "a = 1" },
      { "[" + String(repeating: "a.", count: $0 - 1) + "a]" },
      { "a = " + String(repeating: "[", count: $0 - 1) + String(repeating: "]", count: $0 - 1) },
      {
        "a = " + String(repeating: "{a = ", count: $0 - 1) + "1"
          + String(repeating: "}", count: $0 - 1)
      },
      { "[" + String(repeating: "a.", count: $0 - 3) + "a]\nb = {c = 1}" },
    ] as [@Sendable (Int) -> String])
  func `goes 64 levels deep and no deeper`(_ document: @Sendable (Int) -> String) throws {
    _ = try TOMLTable(parsing: document(64))
    for levels in [65, 66, 100_000] {
      let error = #expect(throws: TOMLError.self) { try TOMLTable(parsing: document(levels)) }
      #expect(error?.message == "is nested more than 64 deep")
    }
  }

  /// What takes a step for each pair of keys, tables or lines would not come to an end here.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      { "key\($0) = 1\n" }, { "a.key\($0) = 1\n" }, { "[table\($0)]\n" }, { _ in "[[list]]\n" },
      { "[a.b.table\($0)]\n" }, { _ in "# comment\n" }, { _ in "\r\n" },
    ] as [@Sendable (Int) -> String])
  func `takes time in proportion`(_ line: @Sendable (Int) -> String) throws {
    _ = try TOMLTable(parsing: (0..<200_000).map(line).joined())
  }
}

import Foundation
import HermeticTOML
import Testing

/// The reader beside Python's own, which is of TOML 1.0 up to Python 3.14.
@Suite struct `The TOML reader and tomllib` {
  static let python = Tomllib.find()

  @Test(.enabled(if: python != nil, "no Python with a tomllib for TOML 1.0"))
  func `agree on what is TOML, and on what it says`() throws {
    let python = try #require(Self.python)
    let variables = ProcessInfo.processInfo.environment
    let count = variables["HERMETIC_FUZZ_DOCUMENTS"].flatMap(Int.init) ?? 6_000
    var mutations = Mutations(seed: 2_026)
    let documents = Documents.valid + Documents.invalid + mutations.documents(count)
    let answers = try python.read(documents)
    try #require(answers.count == documents.count)
    var agreed = 0
    for (document, answer) in zip(documents, answers) {
      let own = (try? TOMLTable(parsing: document)).map { "{" + $0.canonical + "}" }
      #expect(own == answer, "\(document.debugDescription)")
      if own != nil, own == answer { agreed += 1 }
    }
    // Not all of what is made by chance is refused.
    #expect(agreed > count / 10)
  }
}

/// A Python that can read TOML.
struct Tomllib {
  private let name: String

  static func find() -> Tomllib? {
    // Newer ones read a later TOML.
    let question = """
      import tomllib
      try:
          tomllib.loads("a = {b = 1,}")
      except tomllib.TOMLDecodeError:
          print("1.0")
      """
    for name in ["python3"] + (11...14).reversed().map({ "python3.\($0)" }) {
      let python = Tomllib(name: name)
      if (try? python.run(["-I", "-c", question], input: "")) == "1.0\n" { return python }
    }
    print("skipped: no Python with a tomllib for TOML 1.0, to compare the reader with")
    return nil
  }

  /// What Python makes of documents: nil where they are no TOML.
  func read(_ documents: [String]) throws -> [String?] {
    let input = try JSONEncoder().encode(documents.map { Data($0.utf8).base64EncodedString() })
    let answer = try run(["-I", "-c", Self.program], input: String(decoding: input, as: UTF8.self))
    return try JSONDecoder().decode([String?].self, from: Data(answer.utf8))
  }

  private static let program = #"""
    import base64, datetime, json, struct, sys, tomllib

    def canonical(value):
        if isinstance(value, bool): return "b" + str(int(value))
        if isinstance(value, int):
            # TOML asks for 64 bits; more is an error unless it fits.
            if not -2 ** 63 <= value < 2 ** 63: raise ValueError
            return "i" + str(value)
        if isinstance(value, float):
            return "f" + ("nan" if value != value else "%016x" % struct.unpack(">Q", struct.pack(">d", value)))
        if isinstance(value, str): return "s" + value.encode().hex()
        if isinstance(value, list): return "[" + ",".join(map(canonical, value)) + "]"
        if isinstance(value, dict): return "{" + pairs(value) + "}"
        return "m" + value.isoformat()

    def pairs(table):
        return ",".join(key.encode().hex() + "=" + canonical(value) for key, value in table.items())

    def answer(document):
        try:
            return canonical(tomllib.loads(base64.b64decode(document).decode()))
        except ValueError:
            return None

    json.dump(list(map(answer, json.load(sys.stdin))), sys.stdout)
    """#

  private func run(_ arguments: [String], input: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("hermetic-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["input", "output", "errors"].map(folder.appendingPathComponent)
    for file in files { try Data(file == files[0] ? Array(input.utf8) : []).write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
  }
}

extension TOMLTable {
  /// The table in the words of `Tomllib.program`.
  var canonical: String {
    entries.map { $0.key.hex + "=" + $0.value.canonical }.joined(separator: ",")
  }
}

extension TOMLValue {
  fileprivate var canonical: String {
    switch content {
    case .string(let text): "s" + text.hex
    case .integer(let number): "i\(number)"
    case .float(let number): "f" + (number.isNaN ? "nan" : number.bitPattern.hex)
    case .boolean(let isOn): isOn ? "b1" : "b0"
    case .moment(let text): "m" + text.isoFormat
    case .array(let values): "[" + values.map(\.canonical).joined(separator: ",") + "]"
    case .table(let table): "{" + table.canonical + "}"
    }
  }
}

extension FixedWidthInteger {
  fileprivate var hex: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
  }
}

extension String {
  fileprivate var hex: String { utf8.map(\.hex).joined() }

  /// A date or time as Python writes it: to the microsecond, and with an offset in numbers.
  fileprivate var isoFormat: String {
    var text = uppercased().replacing(" ", with: "T").replacing("Z", with: "+00:00")
      .replacing("-00:00", with: "+00:00")
    // Of a date, not an offset.
    if !text.contains(":") { text = self }
    guard let dot = text.firstIndex(of: ".") else { return text }
    let digits = text[text.index(after: dot)...].prefix(while: \.isNumber)
    let micros = digits.prefix(6) + String(repeating: "0", count: max(0, 6 - digits.count))
    let fraction = micros.allSatisfy { $0 == "0" } ? "" : "." + micros
    return text[..<dot] + fraction + text[digits.endIndex...]
  }
}

/// Documents made by chance of others, the same ones for the same seed.
struct Mutations: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  mutating func documents(_ count: Int) -> [String] {
    var documents: [String] = []
    for _ in 0..<count {
      let isValid = Int.random(in: 0..<5, using: &self) > 0
      // By scalars: what is no UTF-8 never gets as far as a reader.
      var text = Array(pick(isValid ? Documents.valid : Documents.invalid).unicodeScalars)
      for _ in 0..<Int.random(in: 1..<4, using: &self) { mutate(&text) }
      documents.append(String(String.UnicodeScalarView(text)))
    }
    return documents
  }

  private mutating func pick(_ texts: [String]) -> String {
    texts[Int.random(in: 0..<texts.count, using: &self)]
  }

  private mutating func mutate(_ text: inout [Unicode.Scalar]) {
    let start = Int.random(in: 0...text.count, using: &self)
    let end = min(text.count, start + Int.random(in: 0..<6, using: &self))
    switch Int.random(in: 0..<6, using: &self) {
    case 0: text.removeSubrange(start..<end)
    case 1: text.insert(contentsOf: text[start..<end], at: start)
    case 2: text.replaceSubrange(start..<end, with: pick(Documents.pieces).unicodeScalars)
    case 3: text += ["\n"] + Array(pick(Documents.valid).unicodeScalars)
    default: text.insert(contentsOf: pick(Documents.pieces).unicodeScalars, at: start)
    }
  }
}

extension TOMLScanner {
  // MARK: Numbers

  /// An integer or a float that begins here; nil where none does.
  mutating func number() throws(TOMLError) -> TOMLValue.Content? {
    for (mark, radix, isDigit) in Self.radixes where next == UInt8(ascii: "0") {
      guard byte(at: index + 1) == mark, let end = digits(from: index + 2, isDigit) else {
        continue
      }
      return try integer(index + 2, end, radix: radix)
    }
    var end = index
    if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { end += 1 }
    guard let whole = digits(from: end, Self.isDigit) else { return nil }
    // Zeros in front are not allowed: a zero is all there is.
    end = byte(at: end) == UInt8(ascii: "0") ? end + 1 : whole
    let integerEnd = end
    if byte(at: end) == UInt8(ascii: "."), let fraction = digits(from: end + 1, Self.isDigit) {
      end = fraction
    }
    if byte(at: end) == UInt8(ascii: "e") || byte(at: end) == UInt8(ascii: "E") {
      let hasSign = byte(at: end + 1) == UInt8(ascii: "+") || byte(at: end + 1) == UInt8(ascii: "-")
      if let exponent = digits(from: end + (hasSign ? 2 : 1), Self.isDigit) { end = exponent }
    }
    guard end > integerEnd else { return try integer(index, end, radix: 10) }
    guard let value = Double(text(index..<end).filter { $0 != "_" }) else { return nil }
    index = end
    return .float(value)
  }

  private static let radixes: [(mark: UInt8, radix: Int, isDigit: @Sendable (UInt8) -> Bool)] = [
    (UInt8(ascii: "x"), 16, isHexDigit),
    (UInt8(ascii: "o"), 8, { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }),
    (UInt8(ascii: "b"), 2, { (UInt8(ascii: "0")...UInt8(ascii: "1")).contains($0) }),
  ]

  private mutating func integer(
    _ start: Int, _ end: Int, radix: Int
  ) throws(TOMLError) -> TOMLValue.Content {
    let digits = text(start..<end)
    guard let value = Int64(digits.filter { $0 != "_" }, radix: radix) else {
      throw TOMLError(line: line, message: "\(digits.quoted) does not fit in 64 bits")
    }
    index = end
    return .integer(value)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Where digits end, between which single underscores may stand; nil where there are none.
  private func digits(from start: Int, _ isDigit: (UInt8) -> Bool) -> Int? {
    var end = start
    while let byte = byte(at: end) {
      if isDigit(byte) {
        end += 1
      } else if byte == UInt8(ascii: "_"), end > start,
        self.byte(at: end + 1).map(isDigit) ?? false
      {
        end += 2
      } else {
        break
      }
    }
    return end > start ? end : nil
  }

  // MARK: Dates and times

  /// A date, a time or both (RFC 3339) that begins here; nil where none does.
  mutating func moment() throws(TOMLError) -> String? {
    let start = index
    if let year = number(of: 4, at: index), byte(at: index + 4) == UInt8(ascii: "-") {
      guard let month = number(of: 2, at: index + 5), byte(at: index + 7) == UInt8(ascii: "-"),
        let day = number(of: 2, at: index + 8), isDate(year, month, day)
      else { throw invalidMoment }
      var end = index + 10
      switch byte(at: end) {
      case UInt8(ascii: "T"), UInt8(ascii: "t"):
        guard let time = timeEnd(from: end + 1) else { throw invalidMoment }
        end = offsetEnd(from: time)
      case 0x20 where byte(at: end + 1).map(Self.isDigit) ?? false:
        guard let time = timeEnd(from: end + 1) else { throw invalidMoment }
        end = offsetEnd(from: time)
      default: break
      }
      index = end
    } else if number(of: 2, at: index) != nil, byte(at: index + 2) == UInt8(ascii: ":") {
      guard let end = timeEnd(from: index) else { throw invalidMoment }
      index = end
    } else {
      return nil
    }
    return text(start..<index)
  }

  private var invalidMoment: TOMLError {
    TOMLError(line: line, message: "\(word.quoted) is no date or time that there is")
  }

  /// Exactly so many digits.
  private func number(of count: Int, at start: Int) -> Int? {
    guard start + count <= bytes.count else { return nil }
    let digits = bytes[start..<(start + count)]
    return digits.allSatisfy(Self.isDigit) ? digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } : nil
  }

  private func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard year >= 1, (1...12).contains(month) else { return false }
    return (1...days[month - 1]).contains(day)
  }

  /// Where `HH:MM:SS` and a fraction of a second end.
  private func timeEnd(from start: Int) -> Int? {
    guard let hour = number(of: 2, at: start), hour < 24,
      byte(at: start + 2) == UInt8(ascii: ":"),
      let minute = number(of: 2, at: start + 3), minute < 60,
      byte(at: start + 5) == UInt8(ascii: ":"),
      let second = number(of: 2, at: start + 6), second < 60
    else { return nil }
    var end = start + 8
    guard byte(at: end) == UInt8(ascii: ".") else { return end }
    while let byte = byte(at: end + 1), Self.isDigit(byte) { end += 1 }
    return end > start + 8 ? end + 1 : nil
  }

  /// Where an offset from UTC ends, if there is one.
  private func offsetEnd(from start: Int) -> Int {
    switch byte(at: start) {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): return start + 1
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard let hour = number(of: 2, at: start + 1), hour < 24,
        byte(at: start + 3) == UInt8(ascii: ":"),
        let minute = number(of: 2, at: start + 4), minute < 60
      else { return start }
      return start + 6
    default: return start
    }
  }
}

/// The second word of a message's header, without the kind of question and the code (RFC 1035, section
/// 4.1.1).
package struct DNSFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let response = DNSFlags(rawValue: 0x8000)
  package static let truncated = DNSFlags(rawValue: 0x0200)
  package static let recursionDesired = DNSFlags(rawValue: 0x0100)
  package static let recursionAvailable = DNSFlags(rawValue: 0x0080)
  package static let authenticData = DNSFlags(rawValue: 0x0020)
  package static let checkingDisabled = DNSFlags(rawValue: 0x0010)

  /// What a program may tell a server.
  static let asked: DNSFlags = [.recursionDesired, .authenticData, .checkingDisabled]
}

/// What a response says of itself.
package enum DNSCode: UInt16, Hashable, Sendable {
  case none = 0
  case malformed = 1
  case failed = 2
  case noSuchName = 3
  case notImplemented = 4
  case refused = 5
}

/// The header of a message.
private struct DNSHeader {
  let id: UInt16
  let flags: DNSFlags
  let operation: UInt16
  let code: UInt16
  let questions: UInt16
  let answers: UInt16
  let authorities: UInt16
  let additions: UInt16

  init(_ reader: inout DNSReader) throws(DNSMalformed) {
    id = try reader.half()
    let word = try reader.half()
    flags = DNSFlags(rawValue: word & 0x87b0)
    operation = word >> 11 & 15
    code = word & 15
    questions = try reader.half()
    answers = try reader.half()
    authorities = try reader.half()
    additions = try reader.half()
  }
}

/// A program's question.
package struct DNSQuery: Hashable, Sendable {
  package let id: UInt16
  package let flags: DNSFlags
  package let name: DNSName
  package let type: DNSType
  /// The question as it was asked, in the program's own letters.
  let question: ArraySlice<UInt8>
  /// The size of datagram that it takes, where it knows EDNS (RFC 6891).
  let payload: UInt16?

  /// Why a message is no question.
  package enum Fault: Error, Hashable {
    /// It gets no answer: who answers answers asks for a storm.
    case silent
    /// It gets this one.
    case answer([UInt8])
  }

  package init(_ bytes: [UInt8]) throws(Fault) {
    var reader = DNSReader(bytes)
    guard let header = try? DNSHeader(&reader), !header.flags.contains(.response) else {
      throw .silent
    }
    func answer(_ code: DNSCode) -> Fault {
      var writer = DNSWriter()
      writer.append(header.id)
      writer.append(DNSFlags.response.rawValue | header.operation << 11 | code.rawValue)
      for _ in 0..<4 { writer.append(UInt16(0)) }
      return .answer(writer.bytes)
    }
    guard header.operation == 0 else { throw answer(.notImplemented) }
    id = header.id
    flags = header.flags.intersection(.asked)
    guard header.questions == 1, header.answers == 0, header.authorities == 0,
      header.additions <= 1
    else { throw answer(.malformed) }
    do {
      let start = reader.offset
      name = try reader.name()
      type = DNSType(rawValue: try reader.half())
      guard try reader.half() == 1 else { throw answer(.refused) }
      question = bytes[start..<reader.offset]
      payload = header.additions == 1 ? try Self.readOptions(&reader) : nil
      guard reader.offset == bytes.count else { throw DNSMalformed() }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw answer(.malformed)
    }
  }

  /// Reads an OPT record, and of what it says only the size.
  private static func readOptions(_ reader: inout DNSReader) throws(DNSMalformed) -> UInt16 {
    guard try reader.take(1).first == 0, DNSType(rawValue: try reader.half()) == .opt else {
      throw DNSMalformed()
    }
    let size = try reader.half()
    // Its version, the only one there is, is the second byte.
    guard try reader.word() >> 16 & 0xff == 0 else { throw DNSMalformed() }
    _ = try reader.take(Int(try reader.half()))
    return size
  }

  /// The size of datagram that goes everywhere (RFC 9715).
  private static let size: UInt16 = 1232

  private static func writeOptions(_ writer: inout DNSWriter) {
    writer.append([0])
    writer.append(DNSType.opt.rawValue)
    writer.append(size)
    writer.append(UInt32(0))
    writer.append(UInt16(0))
  }

  /// The question that goes out: nothing of the program's own is in it but the name, in lower case.
  package func forwarded(id: UInt16, withOptions: Bool) -> [UInt8] {
    var writer = DNSWriter()
    writer.append(id)
    writer.append(flags.rawValue)
    for count: UInt16 in [1, 0, 0, withOptions ? 1 : 0] { writer.append(count) }
    writer.append(name)
    writer.append(type.rawValue)
    writer.append(UInt16(1))
    if withOptions { Self.writeOptions(&writer) }
    return writer.bytes
  }

  /// The answer that the program gets.
  ///
  /// In a datagram it is cut where it is longer than the program takes.
  package func answer(
    _ code: DNSCode, flags more: DNSFlags = .recursionAvailable, _ records: [DNSRecord] = [],
    inStream: Bool
  ) -> [UInt8] {
    let limit = inStream ? Int(UInt16.max) : Int(min(max(payload ?? 512, 512), 4096))
    let whole = message(code, more, records)
    return whole.count <= limit ? whole : message(code, more.union(.truncated), [])
  }

  private func message(_ code: DNSCode, _ more: DNSFlags, _ records: [DNSRecord]) -> [UInt8] {
    var writer = DNSWriter()
    writer.append(id)
    let kept = flags.subtracting(.authenticData).union(more).union(.response)
    writer.append(kept.rawValue | code.rawValue)
    for count in [1, records.count, 0, payload == nil ? 0 : 1] {
      writer.append(UInt16(truncatingIfNeeded: count))
    }
    writer.append(question, of: name)
    for record in records { record.write(to: &writer) }
    if payload != nil { Self.writeOptions(&writer) }
    return writer.bytes
  }
}

/// A server's answer.
package struct DNSAnswer {
  package let id: UInt16
  package let flags: DNSFlags
  /// Nil for one that is only for servers among themselves.
  package let code: DNSCode?
  private let name: DNSName
  private let type: DNSType
  private let count: Int
  /// Behind the question.
  private let rest: DNSReader

  package init(_ bytes: [UInt8]) throws(DNSMalformed) {
    var reader = DNSReader(bytes)
    let header = try DNSHeader(&reader)
    guard header.flags.contains(.response), header.operation == 0, header.questions == 1 else {
      throw DNSMalformed()
    }
    id = header.id
    flags = header.flags
    code = DNSCode(rawValue: header.code)
    name = try reader.name()
    type = DNSType(rawValue: try reader.half())
    guard try reader.half() == 1 else { throw DNSMalformed() }
    count = Int(header.answers)
    rest = reader
  }

  /// Whether it is to a question, asked under an id.
  package func answers(_ query: DNSQuery, id: UInt16) -> Bool {
    self.id == id && name == query.name && type == query.type
  }

  /// The records that belong to the question's name, through the chain of other names it leads to.
  ///
  /// All else that a server says was not asked for.
  package func records() throws(DNSMalformed) -> [DNSRecord] {
    var reader = rest
    var all: [DNSRecord] = []
    for _ in 0..<count {
      if let record = try DNSRecord(&reader) { all.append(record) }
    }
    var kept: [DNSRecord] = []
    var owner = name
    if type != .cname {
      // Resolvers themselves give up on longer chains, and on those that go round.
      while kept.count < 16,
        let step = all.first(where: { $0.name == owner && $0.target != nil }),
        let target = step.target
      {
        kept.append(step)
        owner = target
      }
    }
    return kept + all.filter { $0.name == owner && $0.type == type }
  }
}

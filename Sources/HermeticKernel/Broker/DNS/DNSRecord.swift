package import HermeticPolicy

/// The type of a record, or of a question for records (RFC 1035, section 3.2.2, and others).
package struct DNSType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let a = DNSType(rawValue: 1)
  package static let ns = DNSType(rawValue: 2)
  package static let cname = DNSType(rawValue: 5)
  package static let soa = DNSType(rawValue: 6)
  package static let ptr = DNSType(rawValue: 12)
  package static let mx = DNSType(rawValue: 15)
  package static let txt = DNSType(rawValue: 16)
  package static let aaaa = DNSType(rawValue: 28)
  package static let srv = DNSType(rawValue: 33)
  package static let opt = DNSType(rawValue: 41)
  package static let svcb = DNSType(rawValue: 64)
  package static let https = DNSType(rawValue: 65)

  /// Besides these: LOC, NAPTR, DS, SSHFP, DNSKEY, TLSA, SMIMEA, OPENPGPKEY, SPF, URI and CAA.
  private static let ordinary: Set<DNSType> =
    Set([29, 35, 43, 44, 48, 52, 53, 61, 99, 256, 257].map(DNSType.init(rawValue:)))
    .union([.a, .ns, .cname, .soa, .ptr, .mx, .txt, .aaaa, .srv])

  /// Whether a question for it may leave the machine.
  ///
  /// A program chooses the number: it is no way to send sixteen bits. ANY and transfers of zones are
  /// nothing that programs need.
  var isForwarded: Bool { Self.ordinary.contains(self) }

  /// Whether it is answered as if there were none.
  ///
  /// The hints in these are addresses that no question for addresses has been asked for (RFC 9460), and
  /// clients do without.
  var isEmptied: Bool { self == .svcb || self == .https }
}

/// A record of an answer, with all names in it written out.
package struct DNSRecord: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case bytes([UInt8])
    case name(DNSName)
  }

  package let name: DNSName
  package let type: DNSType
  package let lifetime: UInt32
  package let data: [Part]

  package init(_ name: DNSName, _ type: DNSType, lifetime: UInt32, data: [Part]) {
    self.name = name
    self.type = type
    self.lifetime = lifetime
    self.data = data
  }

  /// Where a CNAME leads.
  package var target: DNSName? {
    guard type == .cname, case .name(let target)? = data.first else { return nil }
    return target
  }

  /// The address in an A or AAAA record.
  package var address: IPAddress? {
    guard case .bytes(let bytes)? = data.first else { return nil }
    switch (type, bytes.count) {
    case (.a, 4): return IPAddress(v4: bytes.reduce(0) { $0 << 8 | UInt32($1) })
    case (.aaaa, 16):
      return IPAddress(
        high: bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) },
        low: bytes[8...].reduce(0) { $0 << 8 | UInt64($1) })
    default: return nil
    }
  }
}

extension DNSRecord {
  /// Reads a record; nil where it is of another class than the internet's.
  init?(_ reader: inout DNSReader) throws(DNSMalformed) {
    let name = try reader.name()
    let type = DNSType(rawValue: try reader.half())
    let isInternet = try reader.half() == 1
    let lifetime = try reader.word()
    let length = Int(try reader.half())
    let end = reader.offset + length
    var data: [Part] = []
    for field in Self.layout(type) {
      switch field {
      case .bytes(let count): data.append(.bytes(Array(try reader.take(count))))
      case .name: data.append(.name(try reader.name()))
      case .rest: data.append(.bytes(Array(try reader.take(max(end - reader.offset, 0)))))
      }
    }
    guard reader.offset == end else { throw DNSMalformed() }
    guard isInternet else { return nil }
    self.init(name, type, lifetime: lifetime, data: data)
  }

  private enum Field {
    case bytes(Int), name, rest
  }

  /// Where names are inside a record that may be compressed, and so must be read.
  private static func layout(_ type: DNSType) -> [Field] {
    switch type {
    case .ns, .cname, .ptr: [.name]
    case .mx: [.bytes(2), .name]
    case .srv: [.bytes(6), .name]
    case .soa: [.name, .name, .bytes(20)]
    default: [.rest]
    }
  }

  func write(to writer: inout DNSWriter) {
    writer.append(name)
    writer.append(type.rawValue)
    writer.append(UInt16(1))
    writer.append(lifetime)
    writer.appendCounted { writer in
      for part in data {
        switch part {
        case .bytes(let bytes): writer.append(bytes)
        // Compression inside SRV is forbidden (RFC 2782).
        case .name(let name): writer.append(name, compressed: type != .srv)
        }
      }
    }
  }
}

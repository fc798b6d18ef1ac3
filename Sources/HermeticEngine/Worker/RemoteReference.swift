import HermeticPython

/// An object in a worker, which keeps it until this goes.
final class RemoteReference: HostedReference {
  let number: UInt64
  let connection: WorkerConnection
  let typeName: String

  init(_ number: UInt64, _ connection: WorkerConnection, typeName: String) {
    self.number = number
    self.connection = connection
    self.typeName = typeName
  }

  deinit { connection.release(number) }
}

/// A buffer that a worker has sent.
final class RemoteBuffer: LentBuffer {
  private let bytes: any LentBytes
  private let form: BufferForm

  init(_ bytes: any LentBytes, _ form: BufferForm) {
    self.bytes = bytes
    self.form = form
  }

  var count: Int { bytes.count }
  var shape: [Int] { form.shape }
  var format: String { form.format }
  var itemSize: Int { form.itemSize }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe bytes.withBytes(body)
  }
}

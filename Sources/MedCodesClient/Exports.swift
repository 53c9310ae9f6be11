// Whoever imports the client gets the values it takes and gives: codes, keys, dates, what streams and writes are asked and
// answer, and the states of a service and of a connection.
@_exported public import CatalogModel

@_exported public import struct CatalogMessages.ImportCodesResponse
@_exported public import struct CatalogMessages.ImportSettings
@_exported public import struct CatalogMessages.PutCodeResponse
@_exported public import struct CatalogMessages.StreamCodesRequest
@_exported public import struct CatalogMessages.StreamCodesResponse
@_exported public import enum RPCCore.StatusCode
@_exported public import enum RPCServices.ServingStatus
@_exported public import enum RPCTransport.RPCConnectivity

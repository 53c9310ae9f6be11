// Whoever imports the client gets the values it takes and gives: codes, keys, dates, and the states of a service.
@_exported public import CatalogModel

@_exported public import enum RPCCore.StatusCode
@_exported public import enum RPCServices.ServingStatus
